"""What keeps a theme from being signed: errors always, warnings until somebody says why."""

from theme_builder.finding import Finding, Severity
from theme_builder.model import RazonSource
from theme_builder.reasons import blocking, mark_of

ERROR = Finding("T507", Severity.ERROR, "boletas/a.toml", 3, "options.0.partidos", (("id", "PAN"),))
WARNING = Finding("T531", Severity.WARNING, "casillas.csv", 7, "lista_nominal", (("limit", 760),))


def reason(finding: Finding) -> RazonSource:
    return RazonSource(id=mark_of(finding), text="Así lo acordó el consejo.", author="Ana")


def test_an_error_blocks_whatever_is_written_and_a_warning_until_it_has_a_reason() -> None:
    assert blocking((ERROR, WARNING), ()) == (ERROR, WARNING)
    assert blocking((ERROR, WARNING), (reason(ERROR), reason(WARNING))) == (ERROR,)


def test_a_reason_is_of_what_a_warning_says_and_not_of_its_line() -> None:
    moved = Finding(WARNING.code, WARNING.severity, WARNING.file, 8, WARNING.field, WARNING.params)
    other = Finding(WARNING.code, WARNING.severity, WARNING.file, 7, WARNING.field, (("limit", 900),))
    assert blocking((moved, other), (reason(WARNING),)) == (other,)
