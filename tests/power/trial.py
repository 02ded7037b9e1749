"""One trial: from a recorded run to every state that a cut may leave, each judged, switched on, and taken to the end.

It must not repeat itself: equal states are judged once, with the strongest of what was told.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from shared.crypto.signing import SigningKey
from shared.domain.errors import DatoInvalido
from shared.formats.results_v1 import BundleChecks, read_public
from shared.formats.theme_v1 import parse_theme, serialise_theme
from tests.power.crash import Content, crashes
from tests.power.disk import synced
from tests.power.judge import BUNDLE, MEDIA, Judge, acta_digest, files_of
from tests.power.people import answer, export_again, finish, put_in
from tests.power.reader import Files, Reader
from tests.power.recorder import TEMPORARY, Recorder, Tick
from tests.power.stage import PowerTable, left_by, left_on_clock
from urna.flow.ports import INTERNAL, USB
from urna.flow.screen import ScreenId

LEAP = 16
"""A breach is looked for here and there before everywhere."""

ALIKE = 2
"""How often a planted fault is switched on after at one step of one effect with one fate: turns are alike."""

WROTE_NOTHING = frozenset({"told"})
"""Ticks of a start that left the media as they were: that state was judged when the first cut left it."""

State = tuple[Tick, dict[str, Content]]
Chosen = Callable[[int, Tick], bool]
"""Whether the tick of a number is looked at."""


@dataclass(slots=True)
class Figures:
    """What one trial did."""

    points: int = 0
    states: int = 0
    ends: int = 0
    """States after switching on that were taken to the end of the day."""
    breaches: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Trial:
    """Judges one recorded run."""

    reader: Reader
    table: PowerTable
    recorder: Recorder
    figures: Figures = field(default_factory=Figures)
    excuses: bool = True
    """As of `Judge`."""
    _ended: set[object] = field(default_factory=set)

    def run(self, chosen: Chosen = lambda _n, _tick: True) -> Figures:
        """Judge the states of every tick that is chosen, by its number."""
        for tick, contents in self.states(chosen):
            self.figures.states += 1
            for breach in self.judged(tick, contents):
                self.figures.breaches.append(f"{tick.effect}, {tick.label}: {breach}")
        return self.figures

    def first_breach(self) -> str:
        """The first thing found wrong that a planted fault brought; or empty.

        What shows on the media alone is looked for at every point, and before what the urna does with it.
        """
        ticks = [tick for tick in self.recorder.ticks if tick.behind]
        for tick in (*ticks[::LEAP], *ticks):
            for contents in brought(tick):
                for breach in self.at_the_cut(tick, contents):
                    return f"{tick.effect}, {tick.label}: {breach}"
        for tick, contents in self._unlike(ticks):
            for breach in self.judged(tick, contents):
                return f"{tick.effect}, {tick.label}: {breach}"
        return ""

    def _unlike(self, ticks: list[Tick]) -> Iterator[State]:
        """Different states that a planted fault brought, `ALIKE` of a kind."""
        seen: set[object] = set()
        kinds: Counter[object] = Counter()
        for tick in ticks:
            for fate, contents in enumerate(brought(tick)):
                key, kind = self._state_key(tick, contents), (tick.effect, tick.label, fate)
                if key not in seen and kinds[kind] < ALIKE:
                    seen.add(key)
                    kinds[kind] += 1
                    yield tick, contents

    def states(self, chosen: Chosen) -> Iterator[State]:
        """Different states, in the order of the run; of equal ones the last, of which most was told."""
        found: dict[object, State] = {}
        for number, tick in enumerate(self.recorder.ticks):
            if not chosen(number, tick):
                continue
            self.figures.points += 1
            for contents in crashes(tick.disks):
                key = self._state_key(tick, contents)
                found.pop(key, None)
                found[key] = (tick, contents)
        return iter(found.values())

    def _state_key(self, tick: Tick, contents: Mapping[str, Content]) -> object:
        return (tick.slips, tick.absent, tick.config.usb, *(content.key() for content in contents.values()))

    def second_cuts(self, chosen: Chosen) -> Figures:
        """Cut again while the urna starts after a cut, once for each different way of starting."""
        seen: set[tuple[str, ...]] = set()
        for tick, contents in self.states(chosen):
            recorder = Recorder()
            recorder.acks = [self.recorder.acks[tick.ack]] if tick.ack >= 0 else []
            table = left_on_clock(tick, contents, self.table, recorder)
            table.power_on()
            way = tuple(step.label for step in recorder.ticks)
            if way in seen or set(way) <= WROTE_NOTHING:
                continue
            seen.add(way)
            again = Trial(self.reader, table, recorder, self.figures, _ended=self._ended)
            again.run()
        return self.figures

    def judged(self, tick: Tick, contents: Mapping[str, Content]) -> Iterator[str]:
        """What is wrong with one state, step by step."""
        yield from self.at_the_cut(tick, contents)
        contents = self.at_the_start(tick, contents)
        table, judge = left_by(tick, contents, self.table), Judge(self.reader, self.table)
        try:
            table.power_on()
            if judge.nowhere_whole(tick, self.recorder.acks, contents):
                yield "what the journal told is nowhere whole"
                return
            yield from self._without_stick(judge, tick, contents, table)
            put_in(table)
            answer(table, self.reader, files_of(table, INTERNAL))
            yield from self.switched_on(tick, table)
            yield from self._to_the_end(table)
        except AssertionError as error:
            yield f"the day does not go on: {error}"

    def at_the_cut(self, tick: Tick, contents: Mapping[str, Content]) -> Iterator[str]:
        """What is wrong with the media alone."""
        judge = Judge(self.reader, self.table, excuses=self.excuses)
        yield from judge.at_the_cut(tick, self.recorder.acks, contents)

    def at_the_start(self, _tick: Tick, contents: Mapping[str, Content]) -> Mapping[str, Content]:
        """What is in the urna when people switch it on."""
        return contents

    def switched_on(self, tick: Tick, table: PowerTable) -> Iterator[str]:
        """What is wrong once the urna has started."""
        yield from Judge(self.reader, self.table).switched_on(tick, self.recorder.acks, table)

    def finish(self, table: PowerTable) -> None:
        """Take the day to its end."""
        finish(table)

    def _without_stick(
        self, judge: Judge, tick: Tick, contents: Mapping[str, Content], table: PowerTable
    ) -> Iterator[str]:
        """Noise at the end of the one journal that is in stops the urna, unless it happens to look like a torn line.

        The stick that is out holds what was acknowledged: people put it in and switch on again.
        """
        seen = {label: content for label, content in contents.items() if label not in tick.absent}
        if table.shows() is ScreenId.FUERA_DE_SERVICIO and judge.nowhere_whole(tick, self.recorder.acks, seen):
            yield from stopped(table, contents)
            put_in(table)
            table.power_on()

    def _to_the_end(self, table: PowerTable) -> Iterator[str]:
        key = self._key(table)
        if key in self._ended:
            return
        self._ended.add(key)
        self.figures.ends += 1
        closed = {label: files_of(table, label).get(self.reader.path(BUNDLE)) for label in MEDIA}
        self.finish(table)
        yield from self.results(table, closed)

    def _key(self, table: PowerTable) -> object:
        """What the rest of the day depends on. Nobody reads a practice store again: that it is there is all."""
        media = []
        for label in MEDIA:
            files = files_of(table, label)
            kept = {n: b"" if n.startswith("verificacion/") else data for n, data in files.items()}
            media.append(Content(kept, frozenset()).key())
        return (table.shows(), len(table.printer.slips), table.config.usb, *media)

    def results(self, table: PowerTable, closed: Mapping[str, bytes | None]) -> Iterator[str]:
        """The bundle verifies, says what paper says, and is the same bytes wherever and whenever it is asked for."""
        usb = files_of(table, USB)
        exported = results_on(usb)
        if any(files_of(table, label).get(self.reader.path(BUNDLE)) not in exported.values() for label in MEDIA):
            yield "what was exported is not what a medium holds"
        if any(data is not None and data not in exported.values() for data in closed.values()):
            yield "a second bundle was made"
        [public] = [data for name, data in exported.items() if name.endswith(".public.zip")]
        yield from self.bundle(table, public, self.reader)
        export_again(table)
        if results_on(files_of(table, USB)) != exported:
            yield "exporting again gave other bytes"

    def bundle(self, table: PowerTable, public: bytes, reader: Reader) -> Iterator[str]:
        """A bundle verifies, and says what the image of its store holds and what its actas on paper say."""
        internal = files_of(table, INTERNAL)
        theme, newest = reader.theme(internal), reader.newest(internal)
        hour = table.clock.at + timedelta(hours=1)
        checks = BundleChecks(reader.institute.anchor, hour, theme, table.config.mode)
        try:
            bundle = read_public(public, checks)
        except DatoInvalido as error:
            yield f"the bundle does not verify: {error.code}"
            return
        yield from (f"bundle: {finding.code}" for finding in bundle.findings)
        actas = [qr for qr in reader.actas_on_paper(table.printer.slips) if qr.store_id == bundle.acta.store_id]
        if any(qr.acta_sha256 != acta_digest(public) for qr in actas):
            yield "an acta on paper is not the one that was exported"
        emitidos = len(newest.image.final) // len(theme.contests) if newest else 0
        if {contest.total for contest in bundle.acta.contests} != {emitidos}:
            yield "the acta counts other votes than the image holds"


def brought(tick: Tick) -> Iterator[dict[str, Content]]:
    """The states that a cut leaves because of a planted fault, and would not leave had each sync been performed."""
    faithful = dict(tick.disks)
    for label, what in tick.behind:
        faithful[label] = synced(faithful[label], what)
    known = {_bare(contents) for contents in crashes(faithful)}
    for contents in crashes(tick.disks):
        if _bare(contents) not in known:
            known.add(_bare(contents))
            yield contents


def _bare(contents: Mapping[str, Content]) -> tuple[object, ...]:
    return tuple((content.key(), content.damaged) for content in contents.values())


def stopped(table: PowerTable, contents: Mapping[str, Content]) -> Iterator[str]:
    """An urna that can only stop says so, and keeps every byte for those who look into it."""
    if table.shows() is not ScreenId.FUERA_DE_SERVICIO:
        yield f"it goes on although what was acknowledged is damaged: {table.screen.id}"
    if any(files_of(table, label) != contents[label].files for label in MEDIA):
        yield "it stopped and changed what lies on a medium"


def results_on(usb: Files) -> Files:
    return {n: data for n, data in usb.items() if n.startswith("resultados/") and not n.endswith(TEMPORARY)}


def trial(recorder: Recorder, table: PowerTable) -> Trial:
    """The trial of a run that was recorded on ``table``."""
    theme = table.institute.theme
    newer = parse_theme(serialise_theme(replace(theme, version=theme.version + 1)))
    key = SigningKey.from_pem((table.config.identity / "urna.key.pem").read_bytes())
    reader = Reader(table.institute, table.config, (theme, newer), key.public.verify)
    return Trial(reader, table, recorder)
