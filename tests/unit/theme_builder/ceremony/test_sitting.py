"""A ceremony that a page leads: it waits for each answer, says what it did, and can be left; no secret is kept."""

from datetime import datetime
from pathlib import Path

import pytest

from shared.crypto.randomness import SystemRandomness
from tests.unit.theme_builder.ceremony.test_ceremony import NOW, PHRASE, THEME_ROOT, VALID
from theme_builder.ceremony.guide import Act, Ceremony, Plan
from theme_builder.ceremony.making import Occasion
from theme_builder.ceremony.sitting import BROKEN, LEFT, Seen, Sitting, Sittings


def plan_for(folder: Path, *, practice: bool = False) -> Plan:
    occasion = Occasion("JAL-2027-GOB", "Instituto", VALID, practice)
    return Plan(occasion, folder / "c", 0, THEME_ROOT, ("Rep. PAN",))


def sitting_in(folder: Path, *, practice: bool = False) -> Sitting:
    plan = plan_for(folder, practice=practice)
    made = Sitting(lambda hands: Ceremony(plan, hands, lambda: NOW, SystemRandomness()))
    made.begin()
    return made


def tell(sitting: Sitting, text: str) -> Seen:
    assert sitting.settle(30)
    asked = sitting.seen().asked
    assert asked is not None
    assert sitting.answer(asked.number, text)
    assert not sitting.answer(asked.number, text)
    assert sitting.settle(30)
    return sitting.seen()


def test_a_ceremony_led_question_by_question_is_the_command_s(tmp_path: Path) -> None:
    sitting = sitting_in(tmp_path)
    assert tell(sitting, "corta").said[-1] == "La frase es corta: 12 letras o más."
    seen = sitting.seen()
    assert seen.asked is not None
    assert (seen.act, seen.asked.secret, seen.ended) == (Act.RAIZ, True, False)
    tell(sitting, PHRASE)
    seen = tell(sitting, PHRASE)
    assert (seen.act, len(seen.noted)) == (Act.CUSTODIOS, 4)
    for number in range(1, 6):
        medium = tmp_path / f"usb-{number}"
        medium.mkdir()
        tell(sitting, f"Persona {number}")
        seen = tell(sitting, str(medium))
    assert (seen.ended, seen.refused, seen.act) == (True, None, Act.ACTA)
    public = tmp_path / "c" / "publico"
    acta = (public / "acta.txt").read_text(encoding="utf-8")
    assert all(line in acta for line in seen.noted)
    shares = [(tmp_path / f"usb-{number}" / f"parte-{number}.txt").read_text() for number in range(1, 6)]
    for secret in (PHRASE, *shares):
        assert secret not in repr(seen)
        assert secret not in repr(vars(sitting))


def test_what_stops_a_ceremony_is_said_by_its_code(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "something").touch()
    sitting = sitting_in(tmp_path)
    assert sitting.settle(30)
    assert (sitting.seen().ended, sitting.seen().refused) == (True, ("T683", f"{tmp_path / 'c'} is not empty"))


def test_one_that_was_left_does_nothing_more(tmp_path: Path) -> None:
    sitting = sitting_in(tmp_path, practice=True)
    assert sitting.settle(30)
    assert sitting.seen().practice
    sitting.leave()
    sitting.join(30)
    seen = sitting.seen()
    assert (seen.ended, seen.refused, seen.asked) == (True, LEFT, None)
    assert not (tmp_path / "c" / "publico").exists()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_the_program_never_looks_like_an_end(tmp_path: Path) -> None:
    def broken() -> datetime:
        raise ZeroDivisionError

    plan = plan_for(tmp_path)
    sitting = Sitting(lambda hands: Ceremony(plan, hands, broken, SystemRandomness()))
    sitting.begin()
    tell(sitting, PHRASE)
    assert tell(sitting, PHRASE).refused == BROKEN


@pytest.mark.parametrize("ended", [False, True])
def test_there_is_one_ceremony_on_a_computer(tmp_path: Path, *, ended: bool) -> None:
    sittings = Sittings()
    plan = plan_for(tmp_path)
    assert sittings.begin(lambda hands: Ceremony(plan, hands, lambda: NOW, SystemRandomness()))
    assert sittings.now is not None
    if ended:
        sittings.now.leave()
        sittings.now.join(30)
    assert not sittings.begin(lambda hands: Ceremony(plan, hands, lambda: NOW, SystemRandomness()))
    sittings.put_away()
    assert sittings.now is None
    assert sittings.begin(lambda hands: Ceremony(plan, hands, lambda: NOW, SystemRandomness()))
    sittings.put_away()
