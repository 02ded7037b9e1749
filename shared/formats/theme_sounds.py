"""Which clips a theme must have to be heard whole, and what each of them says. It must not make or play a sound.

Keys: ``t.<text>`` a sentence of the catalogue, ``n.<number>``, ``c.<contest>`` its title, ``q.<contest>`` its question,
``o.<contest>.<option>``, ``i.<contest>.<part>`` and ``i.<contest>.<part>.<paragraph>``, ``g.<group>``, all counted
from 0 but the numbers. A theme words any of them anew by the text
``locucion.<key>`` of its language.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from shared.domain.eleccion import Contest, Option
from shared.formats.catalogues import SPANISH, catalogue
from shared.formats.theme_info import info_texts
from shared.formats.theme_model import TemaInvalido, Theme
from shared.formats.theme_texts import OWN_WORDS, WORDED, contest_in, words_in

SAMPLES_PER_SECOND: Final = 22_050
MAX_SOUND_BYTES: Final = 4 << 20
_LEAST_NUMBER: Final = 20
_HEAD_BYTES: Final = 44
_RIFF_BYTES: Final = 8


@cache
def sentences(language: str = SPANISH) -> Mapping[str, str]:
    """What the urna says in a language by the key of its clip, nothing in most; all have the keys of Spanish."""
    return MappingProxyType({f"t.{key}": words for key, words in catalogue("locucion", language).items()})


def required_clips(theme: Theme) -> frozenset[str]:
    """Every clip that an urna may play of this theme."""
    return frozenset((*sentences(), *(f"n.{number}" for number in _numbers(theme)), *dict(_names(theme, SPANISH))))


def words_of(theme: Theme, language: str) -> dict[str, str]:
    """What each clip says, as far as the theme or the urna has words for it in that language.

    Names of candidaturas and partidos are the same in every language; numbers are written as figures.
    """
    found = dict(_names(theme, language)) | {f"n.{number}": str(number) for number in _numbers(theme)}
    found |= sentences(language)
    own = words_in(theme, language)
    return found | {key: own[OWN_WORDS + key] for key in required_clips(theme) if OWN_WORDS + key in own}


def read_pcm(sound: bytes) -> bytes:
    """The samples of a clip: a WAV with one head of 44 bytes, 16 bits, one channel, 22,050 samples a second.

    Raises ``TemaInvalido`` T001 beyond `MAX_SOUND_BYTES`, T021 for another form, T022 for another length than its head
    says, however well some player might take it.
    """
    if len(sound) > MAX_SOUND_BYTES:
        raise TemaInvalido("T001", "a sound that is too large")
    samples = len(sound) - _HEAD_BYTES
    if sound[8:36] != _head(0)[8:36] or sound[:4] != b"RIFF":
        raise TemaInvalido("T021", "a sound that is no WAV of this format")
    if samples <= 0 or samples % 2 or sound[:_HEAD_BYTES] != _head(samples):
        raise TemaInvalido("T022", "a sound that is not as long as it says")
    return sound[_HEAD_BYTES:]


def wav_of(pcm: bytes) -> bytes:
    """A clip of these samples, as ``read_pcm`` reads it."""
    return _head(len(pcm)) + pcm


def _head(size: int) -> bytes:
    form = b"".join(
        number.to_bytes(width, "little")
        for number, width in (
            (16, 4),
            (1, 2),
            (1, 2),
            (SAMPLES_PER_SECOND, 4),
            (2 * SAMPLES_PER_SECOND, 4),
            (2, 2),
            (16, 2),
        )
    )
    whole = (size + _HEAD_BYTES - _RIFF_BYTES).to_bytes(4, "little")
    return b"RIFF" + whole + b"WAVEfmt " + form + b"data" + size.to_bytes(4, "little")


def _numbers(theme: Theme) -> range:
    """Places of boletas and options, marks, values, steps of speed: up to the largest that the theme can need."""
    most = max((max(len(c.options), c.max_marks, c.scale_max) for c in theme.contests), default=0)
    return range(1, max(_LEAST_NUMBER, most) + 1)


def _names(theme: Theme, language: str) -> Iterator[tuple[str, str]]:
    for place in range(len(theme.contests)):
        contest = contest_in(theme, place, language)
        yield f"c.{place}", contest.title
        if contest.question:
            yield f"q.{place}", contest.question
        for index, option in enumerate(contest.options):
            yield f"o.{place}.{index}", _option(theme, contest, option)
        yield from info_texts(place, contest)
    for place, grupo in enumerate(theme.grupos):
        yield f"g.{place}", grupo.name


def _option(theme: Theme, contest: Contest, option: Option) -> str:
    """Who postulates, and who is postulated; what the box says where nobody is."""
    if option.kind in WORDED:
        return option.label
    names = {partido.id: partido.name for partido in theme.partidos}
    people = {candidatura.id: candidatura.name for candidatura in contest.candidaturas}
    parts = [", ".join(names[partido] for partido in option.partidos if partido in names) or option.label]
    if option.candidatura is not None and people[option.candidatura] not in parts:
        parts.append(people[option.candidatura])
    return ". ".join(parts)
