"""Officials authenticating one after another, for any procedure. It must not know what they authenticate for.

A wrong code, or a card of others, makes everyone wait twice as long as the one before, up to a minute; a mistyped one
(its own check character differs) does not. At closing, where a share is worth every secret, whatever does not open one
does, and only shares that open the key end the count: one's own share is no way to guess at another's without end.
"""

from collections.abc import Mapping
from dataclasses import replace

from urna.flow.credentials import Auth, Purpose
from urna.flow.effects import CheckCredential, Effect
from urna.flow.input import ActionTouched, CodeScanned, KeyTouched, Ticked
from urna.flow.outcome import CredentialAccepted, CredentialRefusal, CredentialRefused
from urna.flow.screen import Text
from urna.flow.state import State
from urna.flow.writing import ACCEPT, BEGIN, CHARACTERS, ERASE, Paper, Writing, press, text_of

CODE_LENGTH = 10
MAX_PAUSE_S = 60

NEEDED: Mapping[Purpose, int] = {
    Purpose.CARGAR: 2,
    Purpose.ABRIR: 3,
    Purpose.SUSPENDER: 2,
    Purpose.REANUDAR: 2,
    Purpose.EN_DUDA: 2,
    Purpose.CERRAR: 2,
    Purpose.EXCLUIR: 2,
    Purpose.AUDITAR: 1,
    Purpose.ARCHIVAR: 2,
    Purpose.SUSTITUIR: 2,
}
"""People for each purpose. Opening takes three: two authorise, and each of the three protects one share."""

ALERTS: Mapping[CredentialRefusal, Text] = {
    CredentialRefusal.UNREADABLE: Text("autenticacion.aviso.ilegible"),
    CredentialRefusal.UNKNOWN: Text("autenticacion.aviso.desconocida"),
    CredentialRefusal.WRONG_ROLE: Text("autenticacion.aviso.sin_permiso"),
    CredentialRefusal.REPEATED: Text("autenticacion.aviso.repetida"),
    CredentialRefusal.MISTYPED: Text("autenticacion.aviso.mal_tecleado"),
    CredentialRefusal.WRONG_CODE: Text("autenticacion.aviso.codigo_equivocado"),
    CredentialRefusal.OTHER_STORE: Text("autenticacion.aviso.otra_urna"),
}


COUNTED = frozenset({CredentialRefusal.WRONG_CODE, CredentialRefusal.UNKNOWN, CredentialRefusal.WRONG_ROLE})
"""What makes everyone wait: a wrong code, and a card that has no business here."""


def begin(state: State, purpose: Purpose) -> State:
    """The state in which people authenticate for ``purpose``."""
    return replace(state, auth=Auth(purpose, NEEDED[purpose]))


def reduce_auth(  # noqa: PLR0911 - one return for each row of the table
    state: State, event: object
) -> tuple[State, tuple[Effect, ...]]:
    """Apply an event to the people authenticating; the caller looks whether enough are there."""
    auth = state.auth
    if auth is None:
        return state, ()
    match event:
        case CodeScanned(text) if not auth.credential and not auth.checking:
            return _read(state, auth, text), ()
        case ActionTouched("teclear" | "dejar_de_teclear") | KeyTouched() if not auth.credential and not auth.checking:
            return _by_hand(state, auth, event), ()
        case KeyTouched(key) if auth.credential and not auth.checking and not state.lock_seconds:
            return _key(state, auth, key)
        case CredentialAccepted(holder):
            following = Auth(auth.purpose, auth.needed, (*auth.accepted, holder))
            return replace(state, auth=following), ()
        case CredentialRefused(reason):
            return _refused(state, auth, reason), ()
        case ActionTouched("otra_tarjeta") if not auth.checking:
            return replace(state, auth=replace(auth, credential="", typed="", alert=None)), ()
        case _:
            return state, ()


def complete(auth: Auth) -> bool:
    """Whether enough people are there."""
    return len(auth.accepted) >= auth.needed


def forgiven(auth: Auth, wrong_codes: int) -> int:
    """The wrong codes that still count once all are there: one person's own card never ends the count."""
    return wrong_codes if auth.purpose in {Purpose.CERRAR, Purpose.AUDITAR} else 0


def _read(state: State, auth: Auth, text: str) -> State:
    """A card or share is there, by the reader or by hand; its code comes next."""
    return replace(state, auth=replace(auth, credential=text, typed="", alert=None, writing=None))


def _by_hand(state: State, auth: Auth, event: ActionTouched | KeyTouched) -> State:
    if isinstance(event, ActionTouched):
        paper = Paper.SHARE if auth.purpose is Purpose.CERRAR else Paper.CARD
        return replace(state, auth=replace(auth, writing=Writing(paper) if event.action == BEGIN else None, alert=None))
    if auth.writing is None:
        return state
    writing = press(auth.writing, event.key)
    text = text_of(writing)
    return _read(state, auth, text) if text else replace(state, auth=replace(auth, writing=writing))


def _key(state: State, auth: Auth, key: str) -> tuple[State, tuple[Effect, ...]]:
    if key == ERASE:
        return replace(state, auth=replace(auth, typed=auth.typed[:-1])), ()
    if key == ACCEPT:
        if len(auth.typed) != CODE_LENGTH:
            return replace(state, auth=replace(auth, alert=Text("autenticacion.aviso.incompleto"))), ()
        accepted = tuple(holder.id for holder in auth.accepted)
        effect = CheckCredential(auth.purpose, auth.credential, auth.typed, accepted)
        return replace(state, auth=replace(auth, checking=True, alert=None)), (effect,)
    if key in CHARACTERS and len(auth.typed) < CODE_LENGTH:
        return replace(state, auth=replace(auth, typed=auth.typed + key, alert=None)), ()
    return state, ()


def _refused(state: State, auth: Auth, reason: CredentialRefusal) -> State:
    wrong_code = reason in COUNTED or auth.purpose is Purpose.CERRAR
    keep_card = reason in (CredentialRefusal.WRONG_CODE, CredentialRefusal.MISTYPED)
    credential = auth.credential if keep_card else ""
    again = replace(auth, credential=credential, typed="", checking=False, alert=ALERTS[reason])
    if not wrong_code:
        return replace(state, auth=again)
    return replace(state, auth=again, wrong_codes=state.wrong_codes + 1, lock_seconds=pause(state.wrong_codes + 1))


def pause(wrong_codes: int) -> int:
    """Seconds to wait after that many wrong codes in a row."""
    return min(2 ** min(wrong_codes, 10), MAX_PAUSE_S) if wrong_codes else 0


def tick(state: State, event: Ticked) -> State:
    """Let the pause go by, whether or not somebody is authenticating."""
    if not state.lock_seconds:
        return state
    remaining = max(0, state.lock_seconds - event.seconds)
    auth = state.auth if remaining or state.auth is None else replace(state.auth, alert=None)
    return replace(state, lock_seconds=remaining, auth=auth)
