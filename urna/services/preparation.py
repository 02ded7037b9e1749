"""The reporte de preparación: signed on the stick, printed with the code of that file. It must not test anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hardware.printer.port import NotPrinted, Printed, Qr, Row, Rule, Slip
from hardware.printer.port import Text as PaperText
from shared.domain.eleccion import Mode
from shared.domain.ids import UrnaId
from shared.domain.journal import JournalKind
from shared.formats.informe_v1 import InformeKind, Result, Verdict
from urna.services.context import Context
from urna.services.informes import informe, leave_on_stick, told
from urna.services.slips import banner, centred, title
from urna.services.slips_reports import Tested, head_of, preparacion
from urna.services.words import Words

DETAIL_LETTERS = 200


@dataclass(slots=True)
class Preparation:
    """What the tests gave, by name, and what else is known of some; ``digest`` of the signed file once it is made."""

    results: Mapping[str, bool]
    details: Mapping[str, str]
    digest: str = field(default="", init=False)

    def sign(self, context: Context) -> str:
        """Leave the signed file on the stick; its hash, empty when the stick did not take it."""
        lines = tuple(
            Result(name, Verdict.BIEN if well else Verdict.FALLA, self.details.get(name, ""))
            for name, well in self.results.items()
        )
        swap = Result("memoria", Verdict.BIEN, context.swaps.state().value)
        programs = Result("manifiesto", Verdict.BIEN, _manifest(context))
        number = told(context, JournalKind.DIAGNOSTICO) + 1
        made = informe(context, InformeKind.PREPARACION, number, (*lines, swap, programs))
        self.digest = leave_on_stick(context, made)
        return self.digest

    def print(self, context: Context) -> Printed | NotPrinted:
        """The same on paper, for the mesa and the representations to sign."""
        state = (_manifest(context), context.swaps.state().value)
        slip = preparacion(context.words, head_of(context), Tested(self.results, self.details, *state, self.digest))
        return context.devices.printer.print_slip(slip, context.settings.print_timeout_ms)


def _manifest(context: Context) -> str:
    """Whether two people signed the programs that run, which the launcher compared with their list."""
    return "firmado" if context.signed_programs else "ninguno"


def trial_slip(words: Words, mode: Mode, urna: UrnaId) -> Slip:
    """Letters, a rule and a code at the size of the acta's, for a person to look at."""
    return Slip(
        "prueba",
        (
            title(words("prueba.titulo")),
            *banner(words, mode),
            Rule(),
            PaperText(words("prueba.letras")),
            Row(words("comun.urna"), urna.value, bold=True),
            Rule(),
            Qr(words("prueba.codigo")),
            centred(words("prueba.pie")),
        ),
    )
