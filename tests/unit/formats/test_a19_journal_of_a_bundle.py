"""A19 where the urna's key itself signs: what a bundle refuses of its journal, whoever made it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.crypto.signing import SigningKey
from shared.domain.errors import DatoInvalido
from shared.domain.journal import JournalEntry, JournalKind, journal_data
from shared.formats.journal_v1 import append, serialise_journal, sign_checkpoint, verify_journal
from shared.formats.results_v1 import BundleChecks, read_public
from tests.unit.formats import bundles
from tests.unit.formats.bundles import CLOSED, OPENED, Institute

Entries = tuple[JournalEntry, ...]
Change = Callable[[Entries], Entries]
STRANGER = SigningKey.generate()


@pytest.fixture(scope="module")
def institute() -> Institute:
    return Institute()


@pytest.fixture(scope="module")
def checks(institute: Institute) -> BundleChecks:
    return institute.checks()


def day(institute: Institute, turns: int = 3) -> Entries:
    """A day with three checkpoints, the last one after the closing entry, as an urna leaves it."""
    made: list[JournalEntry] = []

    def write(kind: JournalKind, timed: bool = True, **data: int | str) -> None:  # noqa: FBT001, FBT002
        entry = append(made[-1] if made else None, kind, journal_data(**data), OPENED if timed else None)
        made.append(sign_checkpoint(entry, institute.urna_key.sign) if kind is JournalKind.CHECKPOINT else entry)

    write(JournalKind.ENCENDIDO, version="1")
    write(JournalKind.CHECKPOINT)
    for turn in range(1, turns + 1):
        write(JournalKind.HABILITACION_CONSUMIDA, timed=False, turno=turn)
        write(JournalKind.TURNO_FINAL, timed=False, turno=turn)
    write(JournalKind.CHECKPOINT)
    made.append(append(made[-1], JournalKind.CIERRE, journal_data(), CLOSED))
    write(JournalKind.CHECKPOINT)
    return tuple(made)


def chained(entries: Entries) -> Entries:
    """The same events with numbers and hashes that hold, and the signatures that they had."""
    made: list[JournalEntry] = []
    for entry in entries:
        fresh = append(made[-1] if made else None, entry.kind, entry.data, entry.at)
        made.append(replace(fresh, sig=entry.sig))
    return tuple(made)


def bundle_of(institute: Institute, entries: Entries) -> bytes:
    """A bundle that names this journal's closing entry and is signed by the urna."""
    head = next((entry.hash for entry in entries if entry.kind is JournalKind.CIERRE), "0" * 64)
    acta = bundles.acta(institute, journal_head=head)
    return bundles.bundle(institute, acta, journal=serialise_journal(entries))


def without_turn(entries: Entries) -> Entries:
    return chained(tuple(entry for entry in entries if entry.turno != 2))


def resigned_by(key: SigningKey) -> Change:
    def change(entries: Entries) -> Entries:
        return tuple(sign_checkpoint(entry, key.sign) if entry.sig else entry for entry in entries)

    return change


CASES: dict[str, tuple[Change, str]] = {
    "truncated_before_the_closing": (lambda e: e[:-2], "R140"),
    "truncated_at_the_start": (lambda e: e[2:], "J101"),
    "edited": (lambda e: (replace(e[0], data=journal_data(version="2")), *e[1:]), "J103"),
    "an_entry_taken_out": (lambda e: (*e[:4], *e[5:]), "J101"),
    "reordered": (lambda e: (*e[:2], e[3], e[2], *e[4:]), "J101"),
    "renumbered": (lambda e: (*e[:2], replace(e[3], n=3), replace(e[2], n=4), *e[4:]), "J102"),
    "chain_made_again_with_the_old_checkpoints": (without_turn, "K103"),
    "checkpoints_of_another_urna": (resigned_by(STRANGER), "K103"),
    "last_checkpoint_unsigned": (lambda e: (*e[:-1], replace(e[-1], sig=None)), "J104"),
    "two_days_in_one": (lambda e: chained((*e, *e)), "R140"),
    "goes_on_after_the_closing": (
        lambda e: (*e, append(e[-1], JournalKind.ENVIO, journal_data(), None)), "R142"
    ),
}  # fmt: skip


def test_a19_an_untouched_journal_is_read(institute: Institute, checks: BundleChecks) -> None:
    found = read_public(bundle_of(institute, day(institute)), checks)
    assert found.journal == day(institute)
    verify_journal(found.journal, institute.urna_key.public.verify)


@pytest.mark.parametrize("case", CASES)
def test_a19_a_bundle_refuses_a_journal_that_was_worked_on(
    institute: Institute, checks: BundleChecks, case: str
) -> None:
    change, code = CASES[case]
    with pytest.raises(DatoInvalido) as caught:
        read_public(bundle_of(institute, change(day(institute))), checks)
    assert caught.value.code == code


def test_a19_spliced_with_the_journal_of_another_urna(institute: Institute, checks: BundleChecks) -> None:
    mine, its = day(institute), day(Institute(theme=institute.theme), turns=2)
    for place in range(1, len(its)):
        with pytest.raises(DatoInvalido) as caught:
            read_public(bundle_of(institute, (*mine[:place], *its[place:])), checks)
        assert caught.value.code[0] in "JRK", place
    with pytest.raises(DatoInvalido) as caught:
        read_public(bundle_of(institute, its), checks)
    assert caught.value.code == "K103"


def test_a19_who_only_holds_the_file_cannot_change_it(institute: Institute, checks: BundleChecks) -> None:
    """Without the urna's key any other journal is not the one that was signed."""
    good, other = bundle_of(institute, day(institute)), without_turn(day(institute))
    spoiled = good.replace(serialise_journal(day(institute)), serialise_journal(other))
    with pytest.raises(DatoInvalido):
        read_public(spoiled, checks)


def test_a19_an_older_checkpoint_of_another_key_is_seen_by_who_checks_all(institute: Institute) -> None:
    """The verifier asks every checkpoint; a server asks the last, which only the urna's key can sign over the rest."""
    entries = day(institute)
    spoiled = (entries[0], sign_checkpoint(entries[1], STRANGER.sign), *entries[2:])
    with pytest.raises(DatoInvalido) as caught:
        verify_journal(spoiled, institute.urna_key.public.verify)
    assert caught.value.code == "K103"
