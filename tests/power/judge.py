"""What must hold after a cut: on each medium alone before anything else runs, and after the urna was switched on again.

It must not believe the urna: it compares bytes, paper and what people had been told. A breach is returned as a word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hardware.printer.port import Slip
from shared.crypto.hashing import sha256
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalEntry, JournalKind, ledger_from_journal
from shared.domain.journal_checks import findings as journal_findings
from shared.formats.container import count_members, unpack
from shared.formats.results_v1 import NAMES, SUBSTITUTED, ResultadoInvalido
from tests.power.crash import Content, digest
from tests.power.reader import COPY, JOURNAL, SLOTS, Files, Newest, Reader, mark_of, words_of
from tests.power.recorder import TEMPORARY, Ack, Tick
from tests.power.stage import PowerTable
from urna.flow.ports import INTERNAL, USB
from urna.flow.screen import ScreenId

MEDIA = (INTERNAL, USB)
BUNDLE = "cierre/acta.public.zip"
RANK = {state: rank for rank, state in enumerate(JornadaState)} | {
    JornadaState.SUSPENDIDA: list(JornadaState).index(JornadaState.ABIERTA),
    JornadaState.CERRANDO: list(JornadaState).index(JornadaState.ABIERTA),
}
"""How far a day has come. ``CERRANDO`` is on the screen before anything of it is durable."""
LOSSES = (JournalKind.MEDIO_PERDIDO, JournalKind.MEDIO_EXCLUIDO, JournalKind.MEDIO_REPUESTO)
PASSING = ("verificacion/", "prueba.bin")
"""Practice and trial: they acknowledge nothing while they are there; that they are gone is judged as of any file.

So is the second copy of a journal: whether it is needed is judged with the journal.
"""


@dataclass(slots=True)
class Judge:
    """Judges the states of one recorded run."""

    reader: Reader
    table: PowerTable
    """The table of the run, for its paper."""
    home: Reader | None = None
    """Reads the journal that says which media are lost, when it is not that of the store that is judged."""
    excuses: bool = True
    """Whether what passes may be gone or torn; without, a planted fault shows that nothing else excuses it."""

    def slips(self, tick: Tick) -> list[Slip]:
        return self.table.printer.slips[: tick.slips]

    def at_the_cut(self, tick: Tick, acks: list[Ack], contents: Mapping[str, Content]) -> Iterator[str]:
        """What is wrong on each medium alone, before the urna runs again."""
        told = acks[tick.ack] if tick.ack >= 0 else Ack(JornadaState.SIN_TEMA, {label: {} for label in MEDIA})
        for label in MEDIA:
            views = {each: tick.disks[each].view for each in MEDIA}
            if label in tick.absent or self.lost(views, label):
                continue
            content, then = contents[label], told.views[label]
            made = {path: values for (disk, path), values in tick.made.items() if disk == label}
            if self.home is None:
                yield from (f"{label}: {fault}" for fault in self._files(content, then, made))
            yield from (f"{label}: {fault}" for fault in self._journal(content, then))
            yield from (f"{label}: {fault}" for fault in self._theme(content))
            yield from (f"{label}: {fault}" for fault in self._image(tick, content.files, then))
            yield from (f"{label}: {fault}" for fault in self._acta(tick, content.files))

    def nowhere_whole(self, tick: Tick, acks: list[Ack], contents: Mapping[str, Content]) -> bool:
        """Whether no journal of ``contents``, nor a copy of one, holds all that was acknowledged without noise."""
        path = self.reader.path(JOURNAL)
        views = acks[tick.ack].views if tick.ack >= 0 else {label: {} for label in MEDIA}
        internal, usb = (views[label].get(path, b"") for label in MEDIA)
        told = usb if usb.startswith(internal) else internal  # the stick of a dead urna tells another day
        places = [(content, self.reader.path(name)) for content in contents.values() for name in (JOURNAL, COPY)]
        return not any(p not in content.damaged and content.files.get(p, b"").startswith(told) for content, p in places)

    def lost(self, views: Mapping[str, Files], label: str) -> bool:
        """Whether the journal of the other medium says that this one is lost, and not that it is level again."""
        other = next(each for each in MEDIA if each != label)
        reader = self.home or self.reader
        said = [e for e in reader.journal(views[other]) if e.kind in LOSSES and e.value("medio") == label]
        return bool(said) and said[-1].kind is not JournalKind.MEDIO_REPUESTO

    def _files(self, content: Content, then: Files, made: Mapping[str, tuple[bytes | None, ...]]) -> Iterator[str]:
        """Every file but journal and slots is as it was acknowledged, or as it was made since."""
        for path in sorted({*then, *content.files} - self.reader.growing):
            if path.endswith(TEMPORARY):
                continue
            found, allowed = content.files.get(path), {then.get(path), *made.get(path, ())}
            passes = self.excuses and (path.startswith(PASSING) or path.endswith(COPY))
            if found is None and None not in allowed and not passes:
                yield f"{path} is gone"
            elif found is not None and allowed == {None}:
                yield f"{path} came back"
            elif found is not None and found not in allowed and not passes:
                yield f"{path} is not what was written"

    def _journal(self, content: Content, then: Files) -> Iterator[str]:
        path = self.reader.path(JOURNAL)
        if path in content.damaged:
            return
        if not content.files.get(path, b"").startswith(then.get(path, b"")):
            yield "the journal lacks what was acknowledged"

    def _theme(self, content: Content) -> Iterator[str]:
        """The theme that a journal names lies beside it, wherever that is."""
        files = content.files
        if self.reader.path(JOURNAL) in content.damaged:
            return
        named = [e.value("tema") for e in self.reader.journal(files) if e.kind is JournalKind.TEMA_CARGADO]
        if named and str(named[-1]) not in {digest(data).hex() for data in files.values()}:
            yield "the theme that the journal names is not there"

    def _image(self, tick: Tick, files: Files, then: Files) -> Iterator[str]:
        """An image as new as the one acknowledged, with a record for every testigo that is out."""
        before, found = self.reader.newest(then), self.reader.newest(files)
        if before is not None and _sequence(found) < before.image.sequence:
            yield f"the newest image is {_sequence(found)}, acknowledged was {before.image.sequence}"
            return
        marks = self.reader.marks_on_paper(self.slips(tick))
        missing = set(marks) - set(self._marks(files, found, self.slips(tick)))
        if missing:
            yield f"{len(missing)} testigos are out without a record"

    def _marks(self, files: Files, found: Newest | None, slips: list[Slip]) -> list[str]:
        if found is None:
            return []
        image = found.image
        records = (*image.final, *image.anulados, *image.en_duda, *image.pending)
        return [mark_of(vote) for vote in self.reader.votes(files, records, slips)]

    def _acta(self, tick: Tick, files: Files) -> Iterator[str]:
        """Every acta on paper is the one of the bundle."""
        found = self.reader.newest(files)
        for qr in self.reader.actas_on_paper(self.slips(tick)):
            if found is not None and qr.store_id != found.image.store_id:
                continue
            if acta_digest(files.get(self.reader.path(BUNDLE))) != qr.acta_sha256:
                yield "an acta is on paper that is not in the bundle"

    def switched_on(self, tick: Tick, acks: list[Ack], table: PowerTable) -> Iterator[str]:
        """What is wrong once the urna read its store and the voter, if asked, said what dropped."""
        if table.shows() is ScreenId.FUERA_DE_SERVICIO:
            yield f"out of service: {table.urna.runner.state.phase}"
            return
        told = acks[tick.ack].jornada if tick.ack >= 0 else JornadaState.SIN_TEMA
        if RANK[table.jornada()] < RANK[told]:
            yield f"the jornada went back from {told} to {table.jornada()}"
        media = [dict(files_of(table, label)) for label in MEDIA]
        views = dict(zip(MEDIA, media, strict=True))
        if not any(self.lost(views, label) for label in MEDIA):
            yield from self.level(*media, closed=RANK[table.jornada()] >= RANK[JornadaState.CERRADA])
        entries = self.reader.journal(media[0])
        yield from self.turns(tick, acks, entries)
        if any(entry.kind is JournalKind.ACTA_INICIO for entry in entries):
            yield from self.books(media[0], table.printer.slips)

    def level(self, internal: Files, usb: Files, *, closed: bool) -> Iterator[str]:
        """Both media hold the same in the folder of the mode: the journal always, the rest once it is acknowledged."""
        folder = self.reader.folder + "/"
        opened = any(e.kind is JournalKind.ACTA_INICIO for e in self.reader.journal(internal))
        for path in sorted({*internal, *usb}):
            if not path.startswith(folder) or path.endswith(TEMPORARY):
                continue
            if path != self.reader.path(JOURNAL) and not opened:
                continue
            if path.startswith(f"{folder}cierre/") and not closed:
                continue
            if path.startswith(f"{folder}tema/") or self.reader.elsewhere(path):
                continue
            if internal.get(path) != usb.get(path):
                yield f"{path} is not the same on both media"
        slots = {internal.get(self.reader.path(slot)) for slot in SLOTS}
        if opened and len(slots) != 1:
            yield "a slot was not mended"

    def turns(self, tick: Tick, acks: list[Ack], entries: tuple[JournalEntry, ...]) -> Iterator[str]:
        """No habilitacion is lost, and none comes out of nothing."""
        then = self.reader.journal(acks[tick.ack].views[INTERNAL]) if tick.ack >= 0 else ()
        before, now = _habilitaciones(then), _habilitaciones(entries)
        if not before <= now <= before + 1:
            yield f"{before} habilitaciones became {now}"

    def books(self, files: Files, slips: list[Slip]) -> Iterator[str]:
        """Ledger, image and paper tell the same turns."""
        entries, found = self.reader.journal(files), self.reader.newest(files)
        if found is None:
            yield "open, and no image"
            return
        image, ledger = found.image, ledger_from_journal(entries)
        yield from (f"journal: {finding.code}" for finding in journal_findings(entries))
        yield from (f"ledger: {finding.code}" for finding in ledger.findings())
        records = len(self.reader.theme(files).contests)
        counted = tuple(len(area) // records for area in (image.final, image.anulados, image.en_duda, image.pending))
        pending = counted[3] if not ledger.abierto else 0
        if counted[:3] != (ledger.emitidos, ledger.anulados, ledger.en_duda) or pending:
            yield f"image {counted} and ledger {ledger} tell other turns"
        yield from self._paper(files, found, slips)

    def _paper(self, files: Files, found: Newest, slips: list[Slip]) -> Iterator[str]:
        """Every testigo has its record; every final record its testigo, which says the same; none twice."""
        paper = self.reader.marks_on_paper(slips)
        if len(set(paper)) != len(paper):
            yield "a testigo is out twice"
        marks = self._marks(files, found, slips)
        if not set(paper) <= set(marks) or len(set(marks)) != len(marks):
            yield "testigos and records are not the same"
        for vote in self.reader.votes(files, found.image.final, slips):
            if mark_of(vote) not in paper:
                yield "a final vote was not printed"
                continue
            said = self.reader.testigo(slips, mark_of(vote))
            contest = self.reader.theme(files).contests[vote.contest_index]
            if not all(word in said for word in words_of(contest, vote)):
                yield "a testigo says another vote than its record"


def files_of(table: PowerTable, label: str) -> Files:
    """What lies on one medium of a table that a cut left."""
    medium = table.internal if label == INTERNAL else table.usb
    files: Files = medium.files  # type: ignore[attr-defined]  # a medium in memory, or a wire over a disk
    return files


def acta_digest(public: bytes | None) -> bytes:
    """SHA-256 of the acta in a public bundle; empty when there is none."""
    if not public:
        return b""
    names = SUBSTITUTED if count_members(public) == len(SUBSTITUTED) else NAMES
    return sha256(unpack(public, names, ResultadoInvalido)[2])


def _sequence(found: Newest | None) -> int:
    return found.image.sequence if found else 0


def _habilitaciones(entries: tuple[JournalEntry, ...]) -> int:
    return sum(entry.kind is JournalKind.HABILITACION_CONSUMIDA for entry in entries)
