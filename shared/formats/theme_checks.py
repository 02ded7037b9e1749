"""Whether the parts of a theme fit together. It must not read bytes; each check is one function with one code."""

from collections.abc import Callable, Hashable, Iterable
from typing import Final

from shared.crypto.codes import crockford
from shared.crypto.credentials import key_mark
from shared.crypto.sealing import payload_capacity
from shared.domain.eleccion import Contest, ContestKind, Mode, OptionKind
from shared.formats.catalogues import SPANISH
from shared.formats.image_v1 import MAX_BYTES, MAX_CAPACITY, image_size, store_capacity
from shared.formats.theme_model import TemaInvalido, Theme
from shared.formats.theme_sounds import required_clips
from shared.formats.theme_texts import OWN_WORDS, parameters_of, required_texts, screen_texts, words_in
from shared.formats.vote_v1 import MAX_PAYLOAD, payload_size

BYTES_PER_FIGURE: Final = 2
"""A figure is at most the voters of one store, 5,000: two bytes of seven bits."""
BYTES_PER_CONTEST: Final = 6
MAX_FIGURES: Final = 1000
MOST_FIGURE_BYTES: Final = 9000
"""32 chunks of 479 characters of base32 hold 9,580 bytes; ids, ledger, hash and signature take less than the rest."""


def check_theme(theme: Theme) -> None:
    """Raise ``TemaInvalido`` T2xx for the first contradiction found."""
    for check in CHECKS:
        check(theme)


def _unique(what: str, values: Iterable[Hashable]) -> None:
    seen = set()
    for value in values:
        if value in seen:
            raise TemaInvalido("T201", f"{what}: {value} stands twice")
        seen.add(value)


def _nothing_twice(theme: Theme) -> None:
    _unique("distritos", (d.id for d in theme.distritos))
    _unique("municipios", (m.id for m in theme.municipios))
    _unique("casillas", (c.id for c in theme.casillas))
    _unique("partidos", (p.id for p in theme.partidos))
    _unique("contests", (c.id for c in theme.contests))
    _unique("groups", (g.id for g in theme.grupos))
    _unique("names of groups", (g.name.casefold() for g in theme.grupos))
    _unique("officials", (o.id for o in theme.officials))
    _unique("cards", (crockford(int.from_bytes(key_mark(o.public_key), "big"), 8) for o in theme.officials))
    _unique("assets", (a.name for a in theme.assets))
    for contest in theme.contests:
        _unique(f"{contest.id} candidaturas", (c.id for c in contest.candidaturas))
        _unique(f"{contest.id} figures", contest.count_keys())


def _nobody_of_a_practice(theme: Theme) -> None:
    if Mode.OFICIAL in theme.modes and any(official.id.is_practice for official in theme.officials):
        raise TemaInvalido("T226", "officials of a rehearsed ceremony in a theme for an official jornada")


def _something_to_vote(theme: Theme) -> None:
    if not theme.contests or not theme.casillas:
        raise TemaInvalido("T202", "no contest or no casilla")


def _casillas_in_geography(theme: Theme) -> None:
    distritos = {d.id for d in theme.distritos}
    municipios = {m.id for m in theme.municipios}
    for casilla in theme.casillas:
        if casilla.id.seccion.entidad != theme.election.entidad:
            raise TemaInvalido("T203", f"{casilla.id} is of another entidad")
        if casilla.distrito.number and casilla.distrito not in distritos:
            raise TemaInvalido("T204", f"{casilla.id}: unknown distrito {casilla.distrito.number}")
        if casilla.municipio.number and casilla.municipio not in municipios:
            raise TemaInvalido("T205", f"{casilla.id}: unknown municipio {casilla.municipio.number}")


def _partidos_known(theme: Theme) -> None:
    known = {p.id for p in theme.partidos}
    for contest in theme.contests:
        named = {p for o in contest.options for p in o.partidos} | {p for c in contest.candidaturas for p in c.partidos}
        named |= {p for c in contest.coaliciones for p in c.partidos}
        if not named <= known:
            raise TemaInvalido("T206", f"{contest.id}: unknown partido {min(named - known)}")


def _coaliciones_whole(theme: Theme) -> None:
    for contest in theme.contests:
        candidaturas = {c.id for c in contest.candidaturas}
        if any(c.candidatura not in candidaturas for c in contest.coaliciones):
            raise TemaInvalido("T207", f"{contest.id}: a coalicion postulates an unknown candidatura")
        if contest.coaliciones and contest.kind is not ContestKind.COALITION:
            raise TemaInvalido("T208", f"{contest.id}: coaliciones in a contest of kind {contest.kind}")
        _coalition_boxes(contest)


def _coalition_boxes(contest: Contest) -> None:
    """Every partido of a coalicion has one box of its own, for the coalicion's candidatura."""
    boxes = {o.partidos[0]: o for o in contest.options if len(o.partidos) == 1}
    for coalicion in contest.coaliciones:
        for partido in coalicion.partidos:
            if partido not in boxes or boxes[partido].candidatura != coalicion.candidatura:
                raise TemaInvalido("T209", f"{contest.id}: {partido} has no box for {coalicion.candidatura}")


def _convenios_of_their_boxes(theme: Theme) -> None:
    """A convenio is of a candidatura comun, names its partidos and no other, and stands in the order of the boxes."""
    for contest in theme.contests:
        common = {o.id: set(o.partidos) for o in contest.options if o.kind is OptionKind.CANDIDATURA_COMUN}
        said = [convenio.option for convenio in contest.convenios]
        if said != [option for option in common if option in said]:
            raise TemaInvalido("T229", f"{contest.id}: a convenio of no candidatura comun, twice, or out of order")
        for convenio in contest.convenios:
            if {partido for partido, _ in convenio.shares} != common[convenio.option]:
                raise TemaInvalido("T229", f"{contest.id}: the convenio of {convenio.option} has other partidos")


def _kinds_whole(theme: Theme) -> None:
    for contest in theme.contests:
        if (contest.kind is ContestKind.SCALE) != (contest.scale_max > 0):
            raise TemaInvalido("T210", f"{contest.id}: scale_max {contest.scale_max} for kind {contest.kind}")


def _marks_are_assets(theme: Theme) -> None:
    known = {a.name for a in theme.assets}
    for contest in theme.contests:
        for option in contest.options:
            if option.mark and option.mark not in known:
                raise TemaInvalido("T211", f"{contest.id}: {option.id} names a picture that is not there")
        _portraits(contest, known)


def _portraits(contest: Contest, known: set[str]) -> None:
    """All candidaturas of a boleta have a portrait or none has: a face must not set one apart."""
    portraits = [candidatura.portrait for candidatura in contest.candidaturas]
    if any(portraits) and not all(portraits):
        raise TemaInvalido("T224", f"{contest.id}: some candidaturas have a portrait and others none")
    if any(portraits) and not known.issuperset(portraits):
        raise TemaInvalido("T211", f"{contest.id}: a candidatura names a portrait that is not there")


def _informacion_of_its_contest(theme: Theme) -> None:
    """The boleta's own part stands first, then each candidatura's in their order: none is read before its turn."""
    for contest in theme.contests:
        order = [None, *(candidatura.id for candidatura in contest.candidaturas)]
        parts = [part.candidatura for part in contest.info]
        known = [candidatura for candidatura in order if candidatura in parts]
        if parts != [candidatura for candidatura in known for _ in range(parts.count(candidatura))]:
            raise TemaInvalido("T225", f"{contest.id}: information of an unknown candidatura, or out of order")


def _locuciones_whole(theme: Theme) -> None:
    """Who listens hears all that others read: of each language every clip that may be played is there, and no other."""
    _unique("languages heard", (locucion.language for locucion in theme.locuciones))
    sounds = {asset.name for asset in theme.assets}
    for locucion in theme.locuciones:
        _unique(f"clips of {locucion.language}", (clip.key for clip in locucion.clips))
        wrong = required_clips(theme) ^ {clip.key for clip in locucion.clips}
        if wrong:
            raise TemaInvalido("T218", f"{locucion.language}: clip {min(wrong)} is missing, or is none")
        if not {clip.asset for clip in locucion.clips} <= sounds:
            raise TemaInvalido("T219", f"{locucion.language}: a clip names a sound that is not there")


def _lenguas_whole(theme: Theme) -> None:
    """A voter who changes the language meets no hole: each has every text that the screens need, and no other."""
    offered = [SPANISH, *(lengua.language for lengua in theme.languages)]
    _unique("languages", offered)
    _unique("names of languages", (lengua.name.casefold() for lengua in theme.languages))
    spanish = required_texts(theme)
    for lengua in theme.languages:
        words = {key: text for key, text in words_in(theme, lengua.language).items() if not key.startswith(OWN_WORDS)}
        wrong = set(spanish) ^ {key for key, text in words.items() if text.strip()}
        if wrong:
            raise TemaInvalido("T220", f"{lengua.language}: text {min(wrong)} is missing, or is none")
        _unique(f"pending of {lengua.language}", lengua.pending)
        if any(key not in spanish or words[key] != spanish[key] for key in lengua.pending):
            raise TemaInvalido("T222", f"{lengua.language}: a text awaits a translator and has words")
    unheard = {locucion.language for locucion in theme.locuciones} - set(offered)
    if unheard:
        raise TemaInvalido("T223", f"{min(unheard)} can be heard and not be chosen")


def _texts_can_be_filled(theme: Theme) -> None:
    """Each text has the parameters of the urna's own: a brace too many must not stop a screen."""
    shipped = screen_texts()
    for language in (SPANISH, *(lengua.language for lengua in theme.languages)):
        for key, text in words_in(theme, language).items():
            if key in shipped and parameters_of(text) != parameters_of(shipped[key]):
                raise TemaInvalido("T221", f"{language}: {key} has other parameters than the urna gives")


def _trustees_possible(theme: Theme) -> None:
    if theme.trustees.threshold > theme.trustees.count:
        raise TemaInvalido("T212", f"{theme.trustees.threshold} of {theme.trustees.count} trustees")


def _horario_possible(theme: Theme) -> None:
    horario = theme.rules.horario
    if horario is None:
        return
    if horario.closes <= horario.opens:
        raise TemaInvalido("T227", f"voting from {horario.opens} to {horario.closes}")
    if horario.alert_s <= horario.warn_s:
        raise TemaInvalido("T228", "the mesa is told before the voter is asked")


def _votes_fit(theme: Theme) -> None:
    """The fullest vote of every contest fits in a record, and the fullest store in an image."""
    room = min(MAX_PAYLOAD, payload_capacity(theme.rules.record_size))
    for contest in theme.contests:
        if payload_size(_most_marks(contest)) > room:
            raise TemaInvalido("T213", f"{contest.id}: {_most_marks(contest)} marks do not fit in a record")
    capacity = store_capacity(theme.rules.max_voters, theme.records_per_voter)
    if capacity > MAX_CAPACITY or image_size(capacity, theme.rules.record_size) > MAX_BYTES:
        raise TemaInvalido("T214", f"an image of {capacity} records of {theme.rules.record_size} bytes is too large")


def _grupos_vote(theme: Theme) -> None:
    """Each group votes something, in the order of the boletas, and each contest is voted by some group."""
    order = [contest.id for contest in theme.contests]
    for grupo in theme.grupos:
        if not grupo.contests or list(grupo.contests) != [id_ for id_ in order if id_ in grupo.contests]:
            raise TemaInvalido("T215", f"group {grupo.id}: no contest, or not those of the theme in its order")
    voted = {contest for grupo in theme.grupos for contest in grupo.contests}
    if theme.grupos and not voted >= set(order):
        raise TemaInvalido("T216", "a contest that no group votes")


def _acta_fits(theme: Theme) -> None:
    """Every figure that an acta could hold, all groups apart, fits in its QR: closing must never find out."""
    figures = {contest.id: len(contest.count_keys()) for contest in theme.contests}
    rows = [*figures, *(contest for grupo in theme.grupos for contest in grupo.contests)]
    size = sum(BYTES_PER_CONTEST + BYTES_PER_FIGURE * figures[contest] for contest in rows)
    if max(figures.values()) > MAX_FIGURES or size > MOST_FIGURE_BYTES:
        raise TemaInvalido("T217", f"{size} bytes of figures do not fit in the QR of an acta")


def _most_marks(contest: Contest) -> int:
    if contest.kind is ContestKind.SCALE:
        return len(contest.options)
    return max(contest.max_marks, *(len(combination) for combination in contest.combinations), 0)


CHECKS: Final[tuple[Callable[[Theme], None], ...]] = (
    _nothing_twice,
    _something_to_vote,
    _casillas_in_geography,
    _partidos_known,
    _coaliciones_whole,
    _convenios_of_their_boxes,
    _kinds_whole,
    _marks_are_assets,
    _informacion_of_its_contest,
    _locuciones_whole,
    _lenguas_whole,
    _texts_can_be_filled,
    _trustees_possible,
    _nobody_of_a_practice,
    _horario_possible,
    _votes_fit,
    _grupos_vote,
    _acta_fits,
)
