"""What each screen shows, as frozen values that `screen_for()` derives from the state and `urna.ui` draws.

They hold keys of texts and plain values, never widgets, and an official's screen never holds a vote.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from shared.domain.voto import Mark
from urna.flow.viewing import Viewing


class ScreenId(StrEnum):
    """The name of each screen, as the published layout names it."""

    ALISTAMIENTO = "alistamiento"
    ARRANQUE = "arranque"
    CARGA = "carga"
    DIAGNOSTICO = "diagnostico"
    PRUEBA_TACTIL = "prueba_tactil"
    PRUEBA_VOTANTE = "prueba_votante"
    VERIFICACION = "verificacion"
    AUTENTICACION = "autenticacion"
    APERTURA = "apertura"
    ESPERA = "espera"
    HABILITADA = "habilitada"
    BOLETA = "boleta"
    BLANCO = "blanco"
    REVISION = "revision"
    AJUSTES = "ajustes"
    LENGUA = "lengua"
    INFORMACION = "informacion"
    SALIDA = "salida"
    IMPRESION = "impresion"
    PREGUNTA_TESTIGO = "pregunta_testigo"
    GRACIAS = "gracias"
    MENU_MESA = "menu_mesa"
    GRUPO = "grupo"
    MOTIVO = "motivo"
    REPORTES = "reportes"
    SUSPENDIDA = "suspendida"
    CIERRE = "cierre"
    HORA_CIERRE = "hora_cierre"
    HORA_CARGA = "hora_carga"
    CERRADA = "cerrada"
    AUDITORIA = "auditoria"
    AYUDA = "ayuda"
    MEMORIA = "memoria"
    SUSTITUCION = "sustitucion"
    LISTA_SUSTITUCION = "lista_sustitucion"
    FALTA_URNA = "falta_urna"
    FUERA_DE_SERVICIO = "fuera_de_servicio"


class StepStatus(StrEnum):
    """How one line of a checklist stands."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the catalogue by its key, with its parameters (never a vote, key or personal datum)."""

    key: str
    params: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One line of a diagnosis or of a guided procedure."""

    text: Text
    status: StepStatus
    detail: Text | None = None


class Part(StrEnum):
    """What the mesa keeps an eye on, each with a drawing of its own."""

    VOTANTES = "votantes"
    PAPEL = "papel"
    ENERGIA = "energia"
    USB = "usb"
    INTERNA = "interna"
    TECLADO = "teclado"
    LECTOR = "lector"


@dataclass(frozen=True, slots=True)
class PartStatus:
    """How one part is, in words; ``well`` is false when somebody has to do something about it."""

    part: Part
    text: Text
    well: bool = True


@dataclass(frozen=True, slots=True)
class Action:
    """A button: ``id`` is what the event and the published layout carry; at most one of a screen is primary.

    ``heard``: it serves who listens.
    """

    id: str
    text: Text
    primary: bool = False
    enabled: bool = True
    heard: bool = True


@dataclass(frozen=True, slots=True)
class ProcedureScreen:
    """A mesa screen made of a title, a sentence that says what to do, a checklist, facts and actions.

    Serves alistamiento, carga, diagnostico, prueba_votante, verificacion, apertura, menu_mesa, grupo, reportes,
    suspendida, cierre, hora_cierre, hora_carga, cerrada, memoria, sustitucion, lista_sustitucion, falta_urna,
    fuera_de_servicio.
    ``progress`` is (done, total) of long work or None. ``facts`` are label and value. ``status``: how the parts are.
    ``stage`` is (this, of how many) of the days before voting, None after them. ``qr``: texts to show as QR symbols.
    """

    id: ScreenId
    title: Text
    instruction: Text
    lines: tuple[ChecklistLine, ...]
    facts: tuple[tuple[Text, str], ...]
    actions: tuple[Action, ...]
    progress: tuple[int, int] | None = None
    alert: Text | None = None
    status: tuple[PartStatus, ...] = ()
    stage: tuple[int, int] | None = None
    qr: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """The line of a card or share that is being typed, as far as it is; the ones before it are not shown again."""

    number: int
    total: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodeScreen:
    """Authentication: waiting for a card or share slip, or for a ``line`` of it; then for its code on the keys.

    ``typed_length`` of the code is shown as dots; the code itself never reaches the screen's value. A line is shown.
    ``id`` is AUTENTICACION; ``purpose`` words why (abrir, cerrar, suspender...).
    """

    id: ScreenId
    title: Text
    instruction: Text
    holder: Text | None
    typed_length: int
    alert: Text | None
    actions: tuple[Action, ...]
    line: TypedLine | None = None


@dataclass(frozen=True, slots=True)
class VoterMessageScreen:
    """A screen with one message for the voter: espera, habilitada, impresion, pregunta_testigo, gracias.

    ``alert`` says what happened, what is safe and what to do ("Su voto no se ha perdido. ..."). ``viewing`` is None
    where no voter is at the urna: there is nobody to adjust the screen for. ``status`` is for the mesa, between voters.
    """

    id: ScreenId
    title: Text
    message: Text
    actions: tuple[Action, ...]
    progress: tuple[int, int] | None = None
    alert: Text | None = None
    viewing: Viewing | None = field(default=None, repr=False)
    status: tuple[PartStatus, ...] = ()


@dataclass(frozen=True, slots=True)
class BoletaScreen:
    """One page of a boleta: ``contest`` is its index in the theme; the UI reads labels and pictures from the theme.

    ``position`` of ``total`` boletas and ``page`` of ``pages`` count from 1. ``options`` are the places of the options
    that the page shows, ordinary ones first; ``room`` is how many ordinary ones the fullest page shows. ``count`` says
    how many marks there are of how many, where a boleta may bear several, and ``elsewhere`` those of other pages.
    """

    id: ScreenId
    contest: int
    position: int
    total: int
    selection: tuple[Mark, ...]
    alert: Text | None
    actions: tuple[Action, ...]
    ask_blank: bool = False
    options: tuple[int, ...] = ()
    page: int = 1
    pages: int = 1
    room: int = 0
    count: Text | None = None
    elsewhere: Text | None = None
    viewing: Viewing = field(default=Viewing(), repr=False)


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A boleta in the review: ``marks`` are its marks from number ``first`` (of 0) on, of ``total``.

    ``contest`` is its index in the theme and ``position`` its place among the voter's boletas, from 0.
    """

    contest: int
    position: int
    marks: tuple[Mark, ...]
    first: int
    total: int
    count: Text | None = None


@dataclass(frozen=True, slots=True)
class ReviewScreen:
    """Every choice before confirming: selection of each boleta in the voter's order, and the cards of one page.

    ``blank`` counts the boletas without a mark; ``alone``: the one card has its page for itself, as a list.
    ``room``: cards, or marks of that list, of the fullest page.
    """

    id: ScreenId
    choices: tuple[tuple[int, tuple[Mark, ...]], ...]
    alert: Text | None
    actions: tuple[Action, ...]
    cards: tuple[ReviewCard, ...] = ()
    page: int = 1
    pages: int = 1
    blank: int = 0
    alone: bool = False
    room: int = 1
    viewing: Viewing = field(default=Viewing(), repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a setting: touching ``action`` takes it."""

    action: Action
    chosen: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that the voter may adjust, with its values in their order."""

    text: Text
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SettingsScreen:
    """The voter's settings; it shows nothing of the boleta that waits behind it."""

    id: ScreenId
    settings: tuple[Setting, ...]
    actions: tuple[Action, ...]
    viewing: Viewing = field(default=Viewing(), repr=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading or a piece of a paragraph: its ``words``, and its place in what a theme says of the contest.

    ``begins``: nothing of it stands on an earlier page.
    """

    words: str
    part: int
    paragraph: int | None
    heading: bool
    begins: bool


@dataclass(frozen=True, slots=True)
class InfoScreen:
    """A page of the additional information of a boleta, which is the same whatever the voter marked.

    ``contest`` is its index in the theme; ``page`` of ``pages`` counts from 1.
    """

    id: ScreenId
    contest: int
    rows: tuple[Paragraph, ...]
    actions: tuple[Action, ...]
    page: int = 1
    pages: int = 1
    alert: Text | None = None
    viewing: Viewing = field(default=Viewing(), repr=False)


@dataclass(frozen=True, slots=True)
class TouchScreen:
    """The touch test: the whole glass as ``grid`` (columns, rows) of zones, and those touched, from the top left."""

    id: ScreenId
    title: Text
    instruction: Text
    grid: tuple[int, int]
    touched: frozenset[int]
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class HelpScreen:
    """How the mesa mends one thing: ``topics`` to choose from, and the ``steps`` of the chosen one.

    Each step has a drawing, which ``topic`` names. It covers a screen of the mesa, changes nothing of it, and shows
    nothing of a vote.
    """

    id: ScreenId
    topic: str
    topics: tuple[Choice, ...]
    title: Text
    steps: tuple[Text, ...]
    actions: tuple[Action, ...]


OfVoter = VoterMessageScreen | BoletaScreen | ReviewScreen | SettingsScreen | InfoScreen
MesaScreen = ProcedureScreen | TouchScreen | CodeScreen | HelpScreen
Screen = MesaScreen | OfVoter


def viewing_of(screen: Screen) -> Viewing | None:
    """How the voter wants to see ``screen``; None for those of the mesa and of nobody, which look as they look."""
    match screen:
        case BoletaScreen() | ReviewScreen() | SettingsScreen() | VoterMessageScreen() | InfoScreen():
            return screen.viewing
        case ProcedureScreen() | TouchScreen() | CodeScreen() | HelpScreen():
            return None
