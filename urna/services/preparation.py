"""The reporte de preparación: signed on the stick, printed with the code of that file. It must not test anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hardware.printer.port import Block, NotPrinted, Printed, Qr, Row, Rule, Slip
from hardware.printer.port import Text as PaperText
from shared.domain.journal import JournalKind
from shared.formats.informe_v1 import InformeKind, Result, Verdict
from urna.services.context import Context, Settings
from urna.services.informes import fingerprint, informe, leave_on_stick, told
from urna.services.slips import banner, centred, pair, signatures, title
from urna.services.words import Words, moment

DETAIL_LETTERS = 200
_DETAILED = {
    "tacto": "preparacion.detalle_tacto",
    "teclas_votante": "preparacion.detalle_teclas_votante",
    "energia": "preparacion.detalle_energia",
}


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
        slip = Slip("preparacion", (*self._head(context), *self._rows(context.words), *self._foot(context)))
        return context.devices.printer.print_slip(slip, context.settings.print_timeout_ms)

    def _head(self, context: Context) -> tuple[Block, ...]:
        words, settings = context.words, context.settings
        return (
            title(words("preparacion.titulo")),
            *banner(words, settings.mode),
            Rule(),
            Row(words("comun.casilla"), settings.casilla.clave),
            pair(words("comun.urna"), settings.urna.value),
            Row(words("comun.tema"), context.theme.short_code),
            Row(words("comun.hora"), moment(context.clock.now())),
            Rule(),
        )

    def _rows(self, words: Words) -> Iterator[Block]:
        for name, well in self.results.items():
            yield Row(words(f"preparacion.{name}"), words("preparacion.bien" if well else "preparacion.mal"))
            if not well:
                yield PaperText(words(f"arreglo.{name}"))
            if name in _DETAILED and self.details.get(name):
                yield PaperText(words(_DETAILED[name], detalle=self.details[name]))

    def _foot(self, context: Context) -> tuple[Block, ...]:
        words = context.words
        verdict = "preparacion.resultado_bien" if all(self.results.values()) else "preparacion.resultado_mal"
        file = words("preparacion.archivo") if self.digest else words("preparacion.sin_archivo")
        return (
            Row(words("preparacion.manifiesto"), words(f"preparacion.manifiesto_{_manifest(context)}")),
            Row(words("preparacion.memoria"), words(f"preparacion.memoria_{context.swaps.state().value}")),
            Rule(),
            PaperText(f"{words('comun.programa')}:"),
            PaperText(fingerprint(context.software_hash)),
            PaperText(file),
            *((PaperText(fingerprint(self.digest)),) if self.digest else ()),
            PaperText(words(verdict), bold=True),
            *signatures(words),
        )


def _manifest(context: Context) -> str:
    """Whether two people signed the programs that run, which the launcher compared with their list."""
    return "firmado" if context.signed_programs else "ninguno"


def trial_slip(words: Words, settings: Settings) -> Slip:
    """Letters, a rule and a code at the size of the acta's, for a person to look at."""
    return Slip(
        "prueba",
        (
            title(words("prueba.titulo")),
            *banner(words, settings.mode),
            Rule(),
            PaperText(words("prueba.letras")),
            Row(words("comun.urna"), settings.urna.value, bold=True),
            Rule(),
            Qr(words("prueba.codigo")),
            centred(words("prueba.pie")),
        ),
    )
