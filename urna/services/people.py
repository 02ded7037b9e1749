"""Officials: cards and shares checked with their codes. It must not tell which code would be right.

A code that fails its own check character is a slip of the finger: refused without counting.
"""

from collections.abc import Collection
from dataclasses import replace

from shared.crypto.credentials import attest, authenticate, card_mark, key_mark
from shared.crypto.errors import CardInvalid, CodeMistyped, ShareInvalid, WrongCode
from shared.crypto.shares import open_share, protected_index
from shared.domain.journal import JournalKind
from shared.formats.sustitucion_v1 import statement
from shared.formats.theme_model import OfficialKey, Role, Theme
from urna.flow.credentials import Holder, Purpose
from urna.flow.effects import CheckCredential
from urna.flow.outcome import CredentialAccepted, CredentialRefusal, CredentialRefused
from urna.services.context import Context

_CHALLENGE = 32
OTHER_STORE, REPEATED = "K407", "K405"
"""Codes of `shared.crypto.shares` for what is seen here before a share is opened."""
_MESA = frozenset({Role.PRESIDENCIA, Role.SECRETARIA, Role.ESCRUTADOR})
ALLOWED = {
    Purpose.CARGAR: _MESA | {Role.TECNICO},
    Purpose.ABRIR: _MESA,
    Purpose.SUSPENDER: _MESA,
    Purpose.REANUDAR: _MESA,
    Purpose.EN_DUDA: _MESA,
    Purpose.EXCLUIR: _MESA,
    Purpose.AUDITAR: frozenset(Role),
    Purpose.ARCHIVAR: _MESA,
    Purpose.SUSTITUIR: _MESA,
}
"""A tecnico can neither open nor close; an auditor only reads, as anyone with a card may."""


def check(context: Context, effect: CheckCredential) -> CredentialAccepted | CredentialRefused:
    """Open a card, or at closing a share, with the code that was typed."""
    if effect.purpose is Purpose.CERRAR:
        return _check_share(context, effect)
    theme = context.desk.candidate if effect.purpose is Purpose.CARGAR else context.theme
    answer = _card(context, (effect.text, effect.code), ALLOWED[effect.purpose], effect.accepted, theme)
    if isinstance(answer, CredentialAccepted) and effect.purpose is Purpose.ABRIR:
        return CredentialAccepted(replace(answer.holder, code=effect.code))
    if isinstance(answer, CredentialAccepted) and effect.purpose is Purpose.SUSTITUIR:
        _sign(context, effect, answer.holder)
    return answer


def check_card(
    context: Context, shown: tuple[str, str], allowed: Collection[Role], accepted: tuple[str, ...]
) -> CredentialAccepted | CredentialRefused:
    """Open ``shown``, a card with its code, of one of the roles that are allowed and nobody of ``accepted``."""
    return _card(context, shown, allowed, accepted, context.theme)


def _card(
    context: Context,
    shown: tuple[str, str],
    allowed: Collection[Role],
    accepted: tuple[str, ...],
    theme: Theme | None,
) -> CredentialAccepted | CredentialRefused:
    try:
        mark = card_mark(shown[0])
    except CardInvalid as error:
        return _refused_card(context, CredentialRefusal.UNREADABLE, error.code)
    official = _official(theme, mark)
    if official is None:
        return _refused_card(context, CredentialRefusal.UNKNOWN, "U401")
    if official.role not in allowed:
        return _refused_card(context, CredentialRefusal.WRONG_ROLE, "U402")
    if official.id.value in accepted:
        return CredentialRefused(CredentialRefusal.REPEATED)
    return _open_card(context, shown, official)


def _open_card(
    context: Context, shown: tuple[str, str], official: OfficialKey
) -> CredentialAccepted | CredentialRefused:
    try:
        authenticate(*shown, official.id, official.public_key, context.randomness.token(_CHALLENGE))
    except CodeMistyped:
        return CredentialRefused(CredentialRefusal.MISTYPED)
    except WrongCode:
        context.book.write(JournalKind.CODIGO_EQUIVOCADO, oficial=official.id.value)
        return CredentialRefused(CredentialRefusal.WRONG_CODE)
    except CardInvalid as error:
        return _refused_card(context, CredentialRefusal.UNKNOWN, error.code)
    context.book.write(JournalKind.OFICIAL_AUTENTICADO, oficial=official.id.value, rol=official.role.value)
    return CredentialAccepted(Holder(official.id.value, official.role.value))


def _sign(context: Context, effect: CheckCredential, holder: Holder) -> None:
    """Have the card sign the acta de sustitucion that its bearer saw on the screen."""
    acta, official = context.desk.sustitucion, _official(context.theme, card_mark(effect.text))
    if acta is not None and official is not None:
        signature = attest(effect.text, effect.code, official.id, official.public_key, statement(acta))
        context.desk.firmas[holder.id] = signature


def _check_share(  # noqa: PLR0911 - one return for each reason
    context: Context, effect: CheckCredential
) -> CredentialAccepted | CredentialRefused:
    apertura = context.apertura
    try:
        index = protected_index(effect.text)
    except ShareInvalid as error:
        return _refused_share(context, CredentialRefusal.UNREADABLE, error.code)
    if apertura is None or index >= len(apertura.holders):
        return _refused_share(context, CredentialRefusal.OTHER_STORE, OTHER_STORE)
    holder = apertura.holders[index].value
    if holder in effect.accepted:
        return _refused_share(context, CredentialRefusal.REPEATED, REPEATED, holder)
    try:
        share = open_share(effect.text, effect.code, context.share_label)
    except CodeMistyped as error:
        return _refused_share(context, CredentialRefusal.MISTYPED, error.code, holder)
    except WrongCode as error:
        return _refused_share(context, CredentialRefusal.WRONG_CODE, error.code, holder)
    except ShareInvalid as error:
        reason = CredentialRefusal.OTHER_STORE if error.code == OTHER_STORE else CredentialRefusal.UNREADABLE
        return _refused_share(context, reason, error.code)
    context.desk.opened_shares[index] = share
    return CredentialAccepted(Holder(holder, "parte"))


def _refused_share(
    context: Context, reason: CredentialRefusal, code: str, holder: str | None = None
) -> CredentialRefused:
    """Count and journal a share that does not open, whatever the reason; the flow makes everyone wait."""
    named = {"oficial": holder} if holder is not None else {}
    attempts = context.book.wrong_codes() + 1
    context.book.write(JournalKind.PARTE_RECHAZADA, error=code, intentos=attempts, **named)
    return CredentialRefused(reason)


def _official(theme: Theme | None, mark: bytes) -> OfficialKey | None:
    """Whose card it is; a theme never has two keys of one mark."""
    if theme is None:
        return None
    return next((official for official in theme.officials if key_mark(official.public_key) == mark), None)


def _refused_card(context: Context, reason: CredentialRefusal, code: str) -> CredentialRefused:
    context.book.write(JournalKind.TARJETA_RECHAZADA, motivo=reason.value, error=code)
    return CredentialRefused(reason)
