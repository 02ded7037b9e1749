"""Slips like those of a jornada, for the printer's tests and for the eye; invented data."""

from hardware.printer.port import Align, Block, Feed, Qr, Row, Rule, Size, Slip, Text

QR_DATA = "URNA1:1/3:" + "7KQ2M9XW4T0ZB6HDRC5P8NVJYL3SGF1A" * 12
FOLIO_QR = "URNA1:TESTIGO"


def testigo() -> Slip:
    return Slip(
        "testigo",
        (
            Text("Instituto Electoral y de Participación Ciudadana de Jalisco", align=Align.CENTER),
            Text("Gubernatura", bold=True, align=Align.CENTER),
            Rule(),
            Text("Usted eligió", align=Align.CENTER),
            Text("MORENA PT PES", Size.LARGE, bold=True, align=Align.CENTER),
            Text("Carlos Lomelí Bolaños", Size.TALL, align=Align.CENTER),
            Rule(),
            Text("Revise que el papel diga lo que usted eligió. El papel cae en la urna al confirmar."),
        ),
    )


def wixarika() -> Slip:
    return Slip(
        "testigo",
        (
            Text("Tatei Niuyari: ɨkɨ xapa ʉkita", bold=True, align=Align.CENTER),
            Text("Wixárika ɨ ʉ", Size.LARGE, bold=True, align=Align.CENTER),
            Row("Votos de nɨ'ariya", "1 234"),
        ),
    )


_RESULTS = (
    ("PAN", 31),
    ("PRI", 58),
    ("PRD", 2),
    ("PVEM", 9),
    ("Movimiento Ciudadano", 142),
    ("Nueva Alianza", 6),
    ("Coalición Juntos Haremos Historia (MORENA-PT-PES)", 87),
    ("Candidaturas no registradas", 1),
    ("Votos nulos", 11),
)


def acta() -> Slip:
    rows: tuple[Block, ...] = tuple(Row(name, str(votes), size=Size.TALL) for name, votes in _RESULTS)
    return Slip(
        "acta_escrutinio",
        (
            Text("Instituto Electoral y de Participación Ciudadana de Jalisco", align=Align.CENTER),
            Text("ACTA DE ESCRUTINIO", Size.LARGE, bold=True, align=Align.CENTER),
            Text("Elección de Gubernatura", Size.TALL, align=Align.CENTER),
            Rule(),
            Row("Distrito", "08"),
            Row("Municipio", "Guadalajara"),
            Row("Sección", "0873"),
            Row("Casilla", "Básica"),
            Row("Cierre", "1 jul 2018 18:04"),
            Rule(),
            *rows,
            Rule(),
            Row("Total de votos", "347", bold=True, size=Size.LARGE),
            Row("Lista nominal", "612"),
            Rule(),
            Text("Firma de la Presidencia"),
            Feed(3),
            Rule(),
            Text("Firma de la Secretaría"),
            Feed(3),
            Rule(),
            Text("Código para verificar (1 de 3)", align=Align.CENTER),
            Qr(QR_DATA),
            Text("4F7A 91C2 0B6E D358", align=Align.CENTER),
        ),
    )
