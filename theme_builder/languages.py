"""The languages that a theme offers besides Spanish: a whole catalogue each, holes filled with Spanish and counted.

It must not translate, and must not hide a hole: what awaits a translator is a finding and stands in the signed theme.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from shared.formats.catalogues import SPANISH, catalogue
from shared.formats.theme_model import Theme
from shared.formats.theme_texts import OWN_WORDS, parameters_of, required_texts
from theme_builder.finding import Finding, Severity
from theme_builder.model import TemaSource
from theme_builder.source import Source

KNOWN: Final = frozenset(
    {
        "en",
        "hch",
        "nah",
        *(
            "azd",
            "azn",
            "azz",
            "nch",
            "nci",
            "ncj",
            "ncx",
            "ngu",
            "nhe",
            "nhg",
            "nhi",
            "nhm",
            "nhn",
            "nhw",
            "nhx",
            "nhy",
        ),
        *("npl", "nsu"),
    }
)
"""Codes of ISO 639 that we vouch for: English, Wixárika, and Nahuatl as one (639-2) or by its variants (639-3)."""


@dataclass(frozen=True, slots=True)
class Offered:
    """``languages`` and ``texts`` of theme.json, and what there is to say about them."""

    languages: list[dict[str, object]]
    texts: dict[str, dict[str, str]]
    findings: tuple[Finding, ...]


def languages_in(source: Source, tema: TemaSource, theme: Theme) -> Offered:
    """Every catalogue, whole; ``theme`` is the one that they are for, still in Spanish alone."""
    spanish = required_texts(theme)
    texts = {SPANISH: dict(theme.texts[SPANISH])} if SPANISH in theme.texts else {}
    findings: list[Finding] = list(_parameters(SPANISH, texts.get(SPANISH, {}), spanish))
    languages: list[dict[str, object]] = []
    for place, offered in enumerate(tema.languages):
        language, field = offered.language, f"languages.{place}"
        own = source.texts.get(language, {})
        known = {key: words for key, words in catalogue("pantalla", language).items() if key in spanish}
        words = known | dict(_boletas(source, language)) | own
        pending = [key for key in spanish if not words.get(key, "").strip()]
        texts[language] = words | {key: spanish[key] for key in pending}
        languages.append({"language": language, "name": offered.name, "pending": sorted(pending)})
        findings += _of_language(field, language, pending)
        findings += _parameters(language, words, spanish)
        findings += _unknown(language, own, spanish)
    findings += _voices(tema)
    findings += _never_offered(source, tema)
    return Offered(languages, texts, tuple(findings))


def _boletas(source: Source, language: str) -> Iterator[tuple[str, str]]:
    """The words of the boletas by the keys of `contest_texts`."""
    for place, located in enumerate(source.contests):
        words = located.value.languages.get(language)
        if words is not None:
            yield f"c.{place}", words.title
            yield f"q.{place}", words.question
            ids = [option.id for option in located.value.options]
            yield from ((f"o.{place}.{ids.index(box)}", label) for box, label in words.options.items() if box in ids)
            for number, part in enumerate(words.info[: len(located.value.info)]):
                yield f"i.{place}.{number}", part.title
                yield from ((f"i.{place}.{number}.{row}", text) for row, text in enumerate(part.paragraphs))


def _of_language(field: str, language: str, pending: list[str]) -> Iterator[Finding]:
    if pending:
        keys = ", ".join(sorted(pending))
        yield _found("T544", Severity.WARNING, field, language=language, count=len(pending), keys=keys)
    if language not in KNOWN:
        yield _found("T548", Severity.WARNING, field, language=language)


def _parameters(language: str, words: Mapping[str, str], spanish: Mapping[str, str]) -> Iterator[Finding]:
    """A parameter that is lost, or one that the urna does not give, would be a hole in a sentence."""
    for key, text in words.items():
        shipped = catalogue("pantalla", SPANISH).get(key)
        if shipped is not None and key in spanish and text.strip() and parameters_of(text) != parameters_of(shipped):
            names = ", ".join(f"{{{name}}}" for name in sorted(parameters_of(shipped) or ())) or "-"
            yield _found("T549", Severity.ERROR, f"textos.{language}.{key}", key=key, names=names)


def _unknown(language: str, own: Mapping[str, str], spanish: Mapping[str, str]) -> Iterator[Finding]:
    for key in own:
        if key not in spanish and not key.startswith(OWN_WORDS):
            yield _found("T545", Severity.ERROR, f"textos.{language}.{key}", key=key)


def _voices(tema: TemaSource) -> Iterator[Finding]:
    """Who listens chooses among what can be heard: what cannot be, or is no choice, is said before anyone signs."""
    heard, offered = {voice.language for voice in tema.voices}, {SPANISH, *(each.language for each in tema.languages)}
    for language in sorted(heard - offered):
        yield _found("T550", Severity.ERROR, "voices", language=language)
    for language in sorted(offered - heard) if tema.languages else ():
        yield _found("T547", Severity.WARNING, "voices", language=language)


def _never_offered(source: Source, tema: TemaSource) -> Iterator[Finding]:
    offered = {SPANISH, *(each.language for each in tema.languages)}
    written = set(source.texts) | {language for each in source.contests for language in each.value.languages}
    for language in sorted(written - offered):
        yield _found("T551", Severity.WARNING, "languages", language=language)


def _found(code: str, severity: Severity, field: str, **params: str | int) -> Finding:
    return Finding(code, severity, "tema.toml", 0, field, tuple(params.items()))
