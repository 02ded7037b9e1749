"""Loading a theme from the stick: signatures first, then what it says, then two people's hour, then its expiry.

It must not take an older theme, one of another casilla, or anything that the signed list does not name.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from shared.crypto.errors import ThemeRepositoryInvalid
from shared.crypto.tuf_client import RepositoryClient, SignedList
from shared.domain.errors import DatoInvalido
from shared.domain.jornada import JornadaEvent, JornadaFacts, Refused
from shared.domain.journal import JournalKind
from shared.formats.theme_model import TemaInvalido, Theme
from shared.formats.theme_repository import SignedThemes
from shared.formats.theme_sounds import read_pcm
from urna.flow.effects import FindTheme, LoadTheme
from urna.flow.outcome import ProcedureFailed, ThemeFound, ThemeLoaded
from urna.flow.screen import Text
from urna.services.context import Context
from urna.services.hours import hour_to_confirm, newest_signed, remember_signed
from urna.services.practice import with_practice
from urna.services.words import MOMENT

REPOSITORY: Final = "repositorio"
OF_OTHERS: Final = frozenset({"T301", "T693", "T694"})
"""Codes of a stick that is good, but of other casillas."""


def find(context: Context, _: FindTheme) -> ThemeFound | ProcedureFailed:
    """Verify the repository on the stick without judging expiry, and show what it holds and the hour."""
    try:
        theme = _theme_of(context, SignedThemes(_listed(context, None)))[0]
    except DatoInvalido as error:
        return _refused(context, error)
    context.desk.candidate = theme
    remember_signed(context, theme.created_at)
    return ThemeFound(
        (
            (Text("dato.tema"), theme.short_code),
            (Text("dato.eleccion"), theme.election.name),
            (Text("dato.casilla"), context.settings.casilla.clave),
            (Text("dato.version"), str(theme.version)),
        ),
        hour_to_confirm(context),
    )


def load(context: Context, effect: LoadTheme) -> ThemeLoaded | ProcedureFailed:
    """Judge expiry at the hour that two people confirmed, keep the trusted metadata, pin the theme."""
    now = context.clock.now() + effect.correction
    try:
        _check_not_before(context, now)
        listed = _listed(context, now)
        themes = SignedThemes(listed)
        theme, theme_bytes = _theme_of(context, themes)
        assets = _sound(themes.assets(theme))
    except DatoInvalido as error:
        return _refused(context, error)
    facts = JornadaFacts(theme_verified=True, acta_inicio_made=context.book.has(JournalKind.ACTA_INICIO))
    if isinstance(context.book.ask(JornadaEvent.CARGAR_TEMA, facts), Refused):
        return ProcedureFailed(Text("carga.aviso.ya_no_se_puede"))
    _confirm_hour(context, effect, now)
    context.shelf.pin(theme_bytes, assets)
    context.shelf.keep_trusted(listed.trusted)
    context.desk.candidate = None
    context.book.write(JournalKind.TEMA_CARGADO, tema=theme.hash_hex, codigo=theme.short_code, version=theme.version)
    context.shelf.tidy()
    return ThemeLoaded(with_practice(context, context.facts()))


def _listed(context: Context, at: datetime | None) -> SignedList:
    folder = context.settings.usb_path / REPOSITORY
    if folder.is_symlink():
        raise ThemeRepositoryInvalid("K606", "the repository on the stick is a link")
    trusted = context.shelf.trusted() or dict(context.identity.trusted_root)
    return RepositoryClient().listed(folder, trusted, at)


def _theme_of(context: Context, themes: SignedThemes) -> tuple[Theme, bytes]:
    """The theme of this urna's casilla, the only one or one of a lot, and its bytes."""
    theme, data = themes.of(context.settings.casilla)
    if context.settings.mode not in theme.modes:
        raise TemaInvalido("T304", f"not for {context.settings.mode}")
    pinned = context.shelf.theme()
    if pinned is not None and pinned.theme_id == theme.theme_id and theme.version < pinned.version:
        raise TemaInvalido("T305", "older than the one that is loaded")
    return theme, data


def _sound(assets: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The same; raises T021 for a file that says it is a sound and is none."""
    for name, data in assets.items():
        if name.endswith(".wav"):
            read_pcm(data)
    return assets


def _check_not_before(context: Context, now: datetime) -> None:
    """The hour may not be earlier than the newest hour that anyone signed or confirmed."""
    newest = newest_signed(context)
    if newest is not None and now < newest:
        raise TemaInvalido("T306", "the clock is earlier than the newest signed hour")


def _confirm_hour(context: Context, effect: LoadTheme, now: datetime) -> None:
    first, second = effect.holders[0].id, effect.holders[1].id
    clock = context.clock.machine.now()
    context.clock.correct(now - clock)
    shown, hour = clock.strftime(MOMENT), now.strftime(MOMENT)
    context.book.write(JournalKind.HORA_CONFIRMADA, oficial_1=first, oficial_2=second, reloj=shown, confirmada=hour)


def _refused(context: Context, error: DatoInvalido) -> ProcedureFailed:
    context.book.write(JournalKind.TEMA_RECHAZADO, error=error.code)
    code = ("codigo", error.code)
    if error.code in OF_OTHERS:
        casilla = ("casilla", context.settings.casilla.clave)
        return ProcedureFailed(Text("carga.aviso.otras_casillas", (casilla, code)))
    return ProcedureFailed(Text("carga.aviso.rechazado", (code,)))
