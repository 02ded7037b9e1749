"""Reads and writes the rules of a theme: numbers of the process, how shared votes are split, the jornada's hours.

It must not judge whether they fit the rest of the theme: ``theme_checks`` does.
"""

import re
from datetime import time
from fractions import Fraction
from typing import Final

from shared.domain.coalicion import Level, RemainderRule, RuleSet
from shared.domain.convenio import Convenio
from shared.domain.horario import Horario
from shared.domain.ids import OptionId, PartidoId
from shared.domain.motivo import MotivoCierre
from shared.formats.canonical import Fields
from shared.formats.theme_model import Rules, SplitRule, TemaInvalido

_HOUR: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_PERCENT: Final = re.compile(r"(0|[1-9][0-9]?)(\.[0-9]{0,3}[1-9])?")
MAX_SHARES: Final = 20
_PLACES: Final = 10_000


def rules_of(fields: Fields) -> Rules:
    """The rules of a theme; raises ``TemaInvalido`` T0xx."""
    return Rules(
        fields.object("coalition_split", _split_rule),
        fields.integer("min_group", 0, 1000),
        fields.integer("actas", 1, 20),
        fields.integer("max_voters", 1, 5000),
        fields.integer("record_size", 300, 4096),
        fields.object("jornada", _horario) if fields.has("jornada") else None,
    )


def rules_json(rules: Rules) -> dict[str, object]:
    """What ``rules_of`` reads; a theme that leaves the hours to the urna has none."""
    split, horario = rules.coalition_split, rules.horario
    return {
        "coalition_split": {
            "id": split.id,
            "level": split.level,
            "remainder": split.remainder,
            "cites": list(split.cites),
        },
        "min_group": rules.min_group,
        "actas": rules.actas,
        "max_voters": rules.max_voters,
        "record_size": rules.record_size,
        **({"jornada": _horario_json(horario)} if horario else {}),
    }


def split_rules(rules: Rules) -> RuleSet:
    """The rule of split as the domain knows it."""
    rule = rules.coalition_split
    return RuleSet(rule.id, Level(rule.level), RemainderRule(rule.remainder), rule.cites)


def convenio_of(fields: Fields) -> Convenio:
    """The convenio of one candidatura comun; raises ``TemaInvalido`` T0xx, ``ReglaInvalida`` D501, D502."""
    return Convenio(
        fields.ident("option", OptionId),
        fields.objects("shares", lambda f: (f.ident("partido", PartidoId), _percent(f)), MAX_SHARES),
        fields.text("cites", 400),
    )


def convenio_json(convenio: Convenio) -> dict[str, object]:
    """What ``convenio_of`` reads."""
    shares = [{"partido": partido.value, "percent": percent_text(share)} for partido, share in convenio.shares]
    return {"option": convenio.option.value, "shares": shares, "cites": convenio.cites}


def percent_text(share: Fraction) -> str:
    """A percentage of at most four decimals, in the one way to write it: ``53.33``, ``20``, never ``20.0``."""
    whole, rest = divmod(int(share * _PLACES), _PLACES)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def _percent(fields: Fields) -> Fraction:
    text = fields.text("percent", 8)
    if not _PERCENT.fullmatch(text):
        fields.fail(14, "percent", "not a percentage below 100, or written in another way")
    return Fraction(text)


def _split_rule(fields: Fields) -> SplitRule:
    cites = fields.items("cites", 20)
    texts = [Fields({"cite": cite}, TemaInvalido, f"{fields.path}.cites[{i}]") for i, cite in enumerate(cites)]
    return SplitRule(
        fields.text("id", 80, empty=False),
        fields.text("level", 40, empty=False),
        fields.text("remainder", 80, empty=False),
        tuple(text.text("cite", 400) for text in texts),
    )


def _horario(fields: Fields) -> Horario:
    return Horario(
        _hour(fields, "opens"),
        _hour(fields, "closes"),
        _motivos(fields),
        fields.integer("warn_s", 10, 600),
        fields.integer("alert_s", 15, 900),
    )


def _hour(fields: Fields, name: str) -> time:
    text = fields.text(name, 5)
    if not _HOUR.fullmatch(text):
        fields.fail(19, name, "not hour:minute")
    return time.fromisoformat(text)


def _motivos(fields: Fields) -> tuple[MotivoCierre, ...]:
    """The reasons in the order in which the urna offers them: another order would be a second way to say so."""
    values = fields.items("early_close", len(MotivoCierre))
    known = [motivo.value for motivo in MotivoCierre]
    if any(value not in known for value in values):
        fields.fail(15, "early_close", f"not of {known}")
    if values != [value for value in known if value in values]:
        fields.fail(14, "early_close", "one twice, or out of order")
    return tuple(MotivoCierre(value) for value in known if value in values)


def _horario_json(horario: Horario) -> dict[str, object]:
    return {
        "opens": f"{horario.opens:%H:%M}",
        "closes": f"{horario.closes:%H:%M}",
        "early_close": [motivo.value for motivo in horario.early_close],
        "warn_s": horario.warn_s,
        "alert_s": horario.alert_s,
    }
