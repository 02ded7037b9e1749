"""What people who authenticate see: a card or share to show or to type, then its code. It must not hold the code."""

from collections.abc import Mapping

from urna.flow.credentials import Auth, Purpose
from urna.flow.screen import Action, CodeScreen, Screen, ScreenId, Text, TypedLine
from urna.flow.writing import BEGIN, LEAVE, Paper, Writing

_TITLES: Mapping[Purpose, Text] = {
    Purpose.CARGAR: Text("autenticacion.titulo.cargar"),
    Purpose.ABRIR: Text("autenticacion.titulo.abrir"),
    Purpose.SUSPENDER: Text("autenticacion.titulo.suspender"),
    Purpose.REANUDAR: Text("autenticacion.titulo.reanudar"),
    Purpose.EN_DUDA: Text("autenticacion.titulo.en_duda"),
    Purpose.CERRAR: Text("autenticacion.titulo.cerrar"),
    Purpose.EXCLUIR: Text("autenticacion.titulo.excluir"),
    Purpose.AUDITAR: Text("autenticacion.titulo.auditar"),
    Purpose.ARCHIVAR: Text("autenticacion.titulo.archivar"),
    Purpose.SUSTITUIR: Text("autenticacion.titulo.sustituir"),
}
_BY_HAND = {Paper.CARD: Text("boton.teclear_tarjeta"), Paper.SHARE: Text("boton.teclear_parte")}
_INSTRUCTION = {Paper.CARD: Text("teclear.tarjeta"), Paper.SHARE: Text("teclear.parte")}


def type_it(paper: Paper) -> Action:
    """The way on where the reader does not read."""
    return Action(BEGIN, _BY_HAND[paper])


def code_screen(auth: Auth, lock_seconds: int) -> Screen:
    """Waiting for a card or share, typing one, or typing its code."""
    person = (("persona", len(auth.accepted) + 1), ("personas", auth.needed))
    cancel = Action("cancelar_autenticacion", Text("boton.cancelar"), enabled=not auth.checking)
    if auth.writing is not None:
        return writing_screen(_TITLES[auth.purpose], auth.writing, (cancel,))
    shares = auth.purpose is Purpose.CERRAR
    if not auth.credential:
        key = Text("autenticacion.presente_parte", person) if shares else Text("autenticacion.presente_tarjeta", person)
    elif auth.checking:
        key = Text("autenticacion.comprobando", person)
    elif lock_seconds:
        key = Text("autenticacion.espere", (("segundos", lock_seconds),))
    else:
        key = Text("autenticacion.teclee_codigo", person)
    holder = Text("autenticacion.persona", person) if auth.credential else None
    again = Text("boton.otra_parte") if shares else Text("boton.otra_tarjeta")
    other = Action("otra_tarjeta", again, enabled=not auth.checking)
    return CodeScreen(
        id=ScreenId.AUTENTICACION,
        title=_TITLES[auth.purpose],
        instruction=key,
        holder=holder,
        typed_length=len(auth.typed),
        alert=auth.alert,
        actions=(cancel, other if auth.credential else type_it(Paper.SHARE if shares else Paper.CARD)),
    )


def writing_screen(title: Text, writing: Writing, actions: tuple[Action, ...]) -> Screen:
    """One line of a card or share, and only that one."""
    line = TypedLine(writing.number, writing.paper.value, writing.typed)
    return CodeScreen(
        id=ScreenId.AUTENTICACION,
        title=title,
        instruction=_INSTRUCTION[writing.paper],
        holder=Text("teclear.linea", (("linea", line.number), ("lineas", line.total))),
        typed_length=len(writing.typed),
        alert=writing.alert,
        actions=(*actions, Action(LEAVE, Text("boton.usar_lector"))),
        line=line,
    )
