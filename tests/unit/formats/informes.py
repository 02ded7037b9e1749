"""Signed reports for the tests of formats. It must not be used outside of tests."""

from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId, OfficialId
from shared.formats.informe_v1 import Informe, InformeKind, Result, Verdict, make_informe
from tests.unit.formats import bundles, examples


def report(kind: InformeKind = InformeKind.PREPARACION, officials: tuple[OfficialId, ...] = ()) -> Informe:
    """A report of two lines."""
    return Informe(
        kind=kind,
        election=examples.theme().election.id,
        mode=Mode.OFICIAL,
        casilla=CasillaId(examples.CLAVE),
        urna=bundles.URNA,
        theme_hash="ab" * 32,
        software_hash="cd" * 32,
        number=7,
        at=bundles.OPENED,
        officials=officials,
        results=(Result("tacto", Verdict.FALLA, "2:3 2:4"), Result("reloj", Verdict.BIEN)),
    )


def signed(made: Informe, institute: bundles.Institute | None = None) -> bytes:
    """The file of a report, as the urna of an institute leaves it."""
    who = institute or bundles.Institute()
    return make_informe(made, who.certificate(), who.urna_key.sign)
