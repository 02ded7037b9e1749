"""The configuration of one urna: `urna.toml` as one frozen dataclass, validated at start. It must not hold a secret."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId, UrnaId
from shared.formats.canonical import Fields, FormatoInvalido
from urna.flow.limits import Limits

MAX_BYTES = 65536


class ConfiguracionInvalida(FormatoInvalido):
    """A configuration that cannot be used (``U0xx``)."""

    letter: ClassVar[str] = "U"


SWAPS = Path("/proc/swaps")
_USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Config:
    """What an urna is told: who it is, where its media, keys and devices are, and its named limits.

    ``internal`` and ``usb`` are the roots of the two media; ``identity`` and ``identity_practice`` the folders of keys;
    ``printer``, ``board``, ``reader`` serial devices. ``server_url`` is empty when results travel by stick alone,
    ``audio`` (a device of ALSA) where there are no headphones.
    ``usb_mounted`` is 1 where ``usb`` must be a mount point, so that an empty one does not pass for the stick.
    ``swaps`` is the kernel's list of swap; a demonstration may name another, and its reports say so. So they do where
    ``sin_manifiesto`` is 1: an official jornada on programs that nobody signed.
    """

    casilla: CasillaId
    urna: UrnaId
    mode: Mode
    internal: Path
    usb: Path
    identity: Path
    identity_practice: Path
    printer: str
    board: str
    reader: str
    printer_profile: str = "emulada"
    server_url: str = ""
    audio: str = ""
    swaps: Path = SWAPS
    width: int = 1280
    height: int = 800
    diagonal_mm: int = 305
    print_timeout_ms: int = 60_000
    board_wait_ms: int = 10_000
    inactivity_warn_s: int = _USUAL.warn_s
    inactivity_alert_s: int = _USUAL.alert_s
    thanks_s: int = _USUAL.thanks_s
    poll_s: int = _USUAL.poll_s
    checkpoint_s: int = _USUAL.checkpoint_s
    battery_suspend_percent: int = _USUAL.battery_suspend_percent
    usb_mounted: int = 0
    sin_manifiesto: int = 0


def load_config(path: Path) -> Config:
    """Read `urna.toml`; relative paths are relative to its folder.

    Raises ``ConfiguracionInvalida``: U050 unreadable; U0xx a field missing, unknown or out of bounds.
    """
    try:
        data = path.read_bytes()
        value = tomllib.loads(data.decode("utf-8")) if len(data) <= MAX_BYTES else None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        value = None
    if value is None:
        raise ConfiguracionInvalida("U050", "unreadable configuration")
    return _read(Fields(value, ConfiguracionInvalida, "urna.toml"), path.resolve().parent)


def _read(fields: Fields, base: Path) -> Config:
    numbers = {name: fields.integer(name, low, high) for name, (low, high) in _LIMITS.items() if fields.has(name)}
    profile = fields.text("printer_profile", 40) if fields.has("printer_profile") else "emulada"
    server = fields.text("server_url", 200) if fields.has("server_url") else ""
    audio = fields.text("audio", 80) if fields.has("audio") else ""
    config = Config(
        casilla=fields.ident("casilla", CasillaId),
        urna=fields.ident("urna_id", UrnaId),
        mode=fields.choice("mode", Mode),
        internal=_path(fields, "internal", base),
        usb=_path(fields, "usb", base),
        identity=_path(fields, "identity", base),
        identity_practice=_path(fields, "identity_practice", base),
        printer=str(_path(fields, "printer", base)),
        board=str(_path(fields, "board", base)),
        reader=str(_path(fields, "reader", base)),
        printer_profile=profile,
        server_url=server,
        audio=audio,
        swaps=_path(fields, "swaps", base) if fields.has("swaps") else SWAPS,
        **numbers,
    )
    fields.done()
    _check(config)
    return config


_LIMITS = {
    "width": (640, 7680),
    "height": (480, 4320),
    "diagonal_mm": (150, 1500),
    "print_timeout_ms": (1000, 600_000),
    "board_wait_ms": (0, 120_000),
    "inactivity_warn_s": (10, 600),
    "inactivity_alert_s": (15, 900),
    "thanks_s": (1, 60),
    "poll_s": (1, 60),
    "checkpoint_s": (60, 86_400),
    "battery_suspend_percent": (3, 50),
    "usb_mounted": (0, 1),
    "sin_manifiesto": (0, 1),
}


def _path(fields: Fields, name: str, base: Path) -> Path:
    return base / fields.text(name, 400, empty=False)


def _check(config: Config) -> None:
    if config.internal == config.usb:
        raise ConfiguracionInvalida("U051", "both media are one folder")
    if config.identity == config.identity_practice:
        raise ConfiguracionInvalida("U052", "practice needs an identity of its own")
    if config.inactivity_alert_s <= config.inactivity_warn_s:
        raise ConfiguracionInvalida("U053", "the mesa is alerted after the voter is warned")
    if config.server_url and not config.server_url.startswith(("http://", "https://")):
        raise ConfiguracionInvalida("U054", "server_url is not http")
