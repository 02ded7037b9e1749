"""Letters of Wixarika and Nahuatl with a mark: on the glass it stands over its letter, not beside it."""

import json
import subprocess
import sys

from tests.screens.conftest import ROOT

LETTERS = ("ɨ", "ʉ", "Ɨ", "Ʉ", "ā", "n")
DOTTED = "ɨ"
"""Its dot gives way to the mark, at the same height."""
EM_PX = 80
ASIDE_PX = EM_PX * 3 // 20
"""How far an acute reaches beyond a slim letter; one that stood beside it would need twice as much."""
BESIDE = "n\u00b4"


def test_a_mark_stands_over_its_letter_in_both_faces() -> None:
    command = [sys.executable, "-m", "tests.screens.check_letters", *LETTERS, BESIDE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    drawn = json.loads(done.stdout)
    for name, ((plain_px, plain), (marked_px, marked)) in drawn.items():
        if name.startswith(BESIDE):
            continue
        assert marked_px - plain_px <= ASIDE_PX, name
        assert marked[1] < plain[1] or (name[0] == DOTTED and marked[1] == plain[1]), name
        assert marked[2] <= plain[2] + ASIDE_PX, name
        assert marked[3] == plain[3], name
    aside = drawn[f"{BESIDE} False"][0][0] - drawn["n False"][0][0]
    assert aside > ASIDE_PX, "a mark of its own place would be seen"
