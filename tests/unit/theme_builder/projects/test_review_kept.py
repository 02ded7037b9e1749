"""Reviews kept on the disk: the same as made, of these files alone, and never too many."""

from pathlib import Path

from tests.bench.state_source import Size, state_files
from theme_builder.model import RazonSource
from theme_builder.projects.review import Kept, Review, review
from theme_builder.projects.review_kept import KeptOnDisk, review_in, to_text

FILES = state_files(Size(distritos=2, municipios=2, casillas=4, each_way=1))
REASON = RazonSource(id="T531-0123456789ab", text="Así lo acordó el consejo.", author="Ana")


def never() -> Review:
    raise AssertionError("made anew")


def test_a_review_that_is_kept_is_the_one_that_was_made(tmp_path: Path) -> None:
    files = {**FILES, "casillas.csv": FILES["casillas.csv"].replace(b",700,", b",900,", 1)}
    made = review(files, KeptOnDisk(tmp_path))
    assert [each.code for each in made.findings] == ["T531"]
    assert len(made.themes) == 2
    assert KeptOnDisk(tmp_path).whole(files, never) == made
    one = KeptOnDisk(tmp_path).found("sonidos", lambda: made.findings)
    assert KeptOnDisk(tmp_path).found("sonidos", lambda: never().findings) == one == made.findings
    assert review(FILES, KeptOnDisk(tmp_path)).findings == ()
    whole = Review(made.findings, awaits_people=True, reasons=(REASON,), themes=made.themes)
    assert review_in(to_text(whole)) == whole


def test_the_oldest_go(tmp_path: Path) -> None:
    kept = KeptOnDisk(tmp_path, most=3)
    for number in range(5):
        kept.whole({"tema.toml": str(number).encode()}, lambda: Review((), awaits_people=False))
    assert len(list(tmp_path.iterdir())) == 3


def test_what_was_found_before_there_were_casillas_is_not_said_after() -> None:
    kept, head = Kept(), FILES["casillas.csv"].splitlines()[0] + b"\n"
    assert [each.code for each in review({**FILES, "casillas.csv": head}, kept).findings if each.code == "T599"]
    assert review(FILES, kept).findings == ()
