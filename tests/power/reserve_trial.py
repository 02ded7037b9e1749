"""The trial of a reserve's day: both of its stores judged, the dead urna's stick whole, two bundles and never a third.

It must not know how a reserve takes a store over: it reads media and paper, and has people go on.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shared.crypto.errors import SignatureInvalid
from shared.crypto.signing import SigningKey
from shared.domain.journal import JournalKind
from shared.domain.sustitucion import Salida
from tests.flows.institute import Institute
from tests.flows.table import Table
from tests.power.crash import Content
from tests.power.day import CHOICES
from tests.power.judge import BUNDLE, MEDIA, RANK, Judge, files_of
from tests.power.people import ENDS, export_again, step
from tests.power.reader import Files, Reader
from tests.power.recorder import Recorder, Tick
from tests.power.removals import Found, Removal
from tests.power.reserve import LOOKED_FOR_S, ReserveDay, close_taken, died, live_reserve
from tests.power.stage import PowerTable
from tests.power.trial import Trial, results_on
from urna.flow.ports import INTERNAL, USB
from urna.flow.screen import ScreenId
from urna.store.memory import MemoryFiles

_STEPS = 30
_TAKEN = "/sustituida"
Verify = Callable[[str, bytes, bytes], None]


@dataclass(slots=True)
class ReserveTrial(Trial):
    """Judges a recorded day of a reserve; ``reader`` is of its own store, ``taken`` of the dead urna's."""

    day: ReserveDay = field(kw_only=True)
    taken: Reader = field(kw_only=True)
    swapped: frozenset[int] = field(kw_only=True)
    """Which ticks, by identity, have the dead urna's stick in the slot."""

    def at_the_cut(self, tick: Tick, contents: Mapping[str, Content]) -> Iterator[str]:
        """Own store, taken store, and the stick of the dead urna, of which nothing may be missing."""
        acks = self.recorder.acks
        yield from Judge(self.reader, self.table).at_the_cut(tick, acks, contents)
        if self.taken.newest(acks[tick.ack].views[INTERNAL]) is not None:
            yield from self._judge_taken().at_the_cut(tick, acks, contents)
        if id(tick) in self.swapped:
            left, said = contents[USB].files, self.reader.path("sustitucion.json")
            if said in acks[tick.ack].views[USB] and said not in left:
                yield "the dead urna's stick does not say that it was substituted"
            yield from (f"the dead urna's {path} was touched" for path, data in self._dead() if left.get(path) != data)

    def at_the_start(self, tick: Tick, contents: Mapping[str, Content]) -> Mapping[str, Content]:
        """Before they switch it on, people put the reserve's own stick back."""
        return {**contents, USB: self.day.own} if id(tick) in self.swapped else contents

    def switched_on(self, tick: Tick, table: PowerTable) -> Iterator[str]:
        """Never back, also not from the taken store to its own; each store, once begun, tells the same everywhere."""
        if table.shows() is ScreenId.FUERA_DE_SERVICIO:
            yield f"out of service: {table.urna.runner.state.phase}"
            return
        if tick.absent:
            table.wait(LOOKED_FOR_S)  # before it is open it asks nobody for its stick: it sees it when it looks
        told = self.recorder.acks[tick.ack]
        media = {label: dict(files_of(table, label)) for label in MEDIA}
        before = (self._took(told.views[INTERNAL]), RANK[told.jornada])
        now = (self._took(media[INTERNAL]), RANK[table.jornada()])
        if now < before:
            yield f"the day went back from {before} to {now}"
        own, taken, files = Judge(self.reader, self.table), self._judge_taken(), media[INTERNAL]
        closed = now[1] >= RANK[ENDS[0]] - 1
        level = not any(own.lost(media, label) for label in MEDIA)
        if level:
            yield from own.level(*media.values(), closed=now[0] or closed)
        yield from own.turns(tick, self.recorder.acks, self.reader.journal(files))
        if _has(self.reader, files, JournalKind.ACTA_INICIO):
            yield from own.books(files, table.printer.slips)
        if _has(self.taken, files, JournalKind.SUSTITUCION):
            yield from taken.books(files, table.printer.slips)
            yield from taken.level(*media.values(), closed=now[0] and closed) if level else ()

    def finish(self, table: PowerTable) -> None:
        """Go on as the mesa would, to the export of both stores."""
        voted = False
        for _ in range(_STEPS):
            offered = {action.id for action in table.screen.actions if action.enabled}
            if table.jornada() in ENDS and "cerrar_sustituida" not in offered:
                return
            if table.shows() is ScreenId.ESPERA and not voted:
                table.wait(LOOKED_FOR_S)
                table.vote(list(CHOICES[1]))
                voted = True
            else:
                self._go_on(table, offered)
        raise AssertionError(f"no way to the end from {table.screen}")

    def _go_on(self, table: PowerTable, offered: set[str]) -> None:
        for action in ("abrir_reserva", "cerrar_sustituida"):
            if action in offered:
                table.touch(action)
                return
        if "sustituir" in offered:
            self._substitute(table)
        elif table.shows() is ScreenId.ESPERA:
            table.close()
        elif table.shows() is ScreenId.FALTA_URNA:
            close_taken(table)
        else:
            step(table)

    def _substitute(self, table: PowerTable) -> None:
        """From the beginning: the dead urna's stick goes in, and the own one back."""
        slot = table.usb
        assert isinstance(slot, MemoryFiles)
        own = (slot.files, slot.folders)
        slot.pulled = True
        table.wait(LOOKED_FOR_S)
        slot.pulled, slot.files, slot.folders = False, dict(self.day.stick.files), set(self.day.stick.folders)
        for action in ("sustituir", "buscar_memoria", "aceptar_lista", "seguir_aqui"):
            table.touch(action)
        table.authenticate("presidencia", "secretaria")
        slot.files, slot.folders = own
        table.wait(LOOKED_FOR_S)

    def results(self, table: PowerTable, closed: Mapping[str, bytes | None]) -> Iterator[str]:
        """Two bundles, one a store, the same bytes wherever and whenever they are asked for."""
        exported = results_on(files_of(table, USB))
        publics = [data for name, data in exported.items() if name.endswith(".public.zip")]
        if len(publics) != 2:
            yield f"{len(publics)} bundles of two stores"
        if any(data is not None and data not in publics for data in closed.values()):
            yield "a second bundle was made"
        for reader in (self.reader, self.taken):
            held = {files_of(table, label).get(reader.path(BUNDLE)) for label in MEDIA}
            if not held <= set(publics) or len(held) != 1:
                yield f"what was exported is not what the media hold in {reader.folder}"
            yield from (fault for data in held if data for fault in self.bundle(table, data, reader))
        export_again(table)
        if results_on(files_of(table, USB)) != exported:
            yield "exporting again gave other bytes"

    def _judge_taken(self) -> Judge:
        return Judge(self.taken, self.table, self.reader)

    def _took(self, files: Files) -> bool:
        """Whether the own journal says that the urna went over to the taken store."""
        said = [entry for entry in self.reader.journal(files) if entry.kind is JournalKind.SUSTITUCION]
        return bool(said) and said[-1].value("salida") == Salida.CIERRA.value

    def _dead(self) -> Iterator[tuple[str, bytes]]:
        return iter(self.day.stick.files.items())


def _has(reader: Reader, files: Files, kind: JournalKind) -> bool:
    return any(entry.kind is kind for entry in reader.journal(files))


def _key_of(table: Table) -> SigningKey:
    return SigningKey.from_pem((table.config.identity / "urna.key.pem").read_bytes())


def _either(first: Verify, second: Verify) -> Verify:
    """What either of two urnas signed: the dead one before it died, the reserve after it took its store."""

    def verify(purpose: str, data: bytes, signature: bytes) -> None:
        try:
            first(purpose, data, signature)
        except SignatureInvalid:
            second(purpose, data, signature)

    return verify


def reserve_trial(day: ReserveDay) -> ReserveTrial:
    """The trial of a recorded day of a reserve."""
    table, dead = day.table, day.dead
    verify = _either(_key_of(table).public.verify, _key_of(dead).public.verify)
    themes = (table.institute.theme,)
    paper = frozenset(Reader(dead.institute, dead.config, themes, verify).marks_on_paper(dead.printer.slips))
    own = Reader(
        table.institute,
        table.config,
        themes,
        verify,
        others=(_TAKEN,),
        shares_of=dead.image().store_id.value,
        mine=lambda mark: mark not in paper,
    )
    taken = Reader(table.institute, table.config, themes, verify, place=_TAKEN, mine=lambda mark: mark in paper)
    swapped = frozenset(id(day.recorder.ticks[number]) for number in day.swapped)
    return ReserveTrial(own, table, day.recorder, day=day, taken=taken, swapped=swapped)


def hunted_reserve(institute: Institute, folder: Path, removal: Removal) -> Found:
    """Record the day of a reserve with a planted fault, and look for its first breach."""
    recorder = Recorder(removal.plant())
    day = live_reserve(institute, folder / "reserva", recorder, died(institute, folder / "muerta"))
    points = sum(bool(tick.behind) for tick in recorder.ticks)
    return Found(removal.name, points, reserve_trial(day).first_breach())
