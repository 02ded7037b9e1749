"""What comes of a control: done, or refused with a reason that the panel words. It must not word anything itself."""

from dataclasses import dataclass
from enum import Enum


class Reason(Enum):
    """Why a control could not do what it says; the value is a key of the catalogue."""

    UNKNOWN = "desconocido"
    """There is no such control, or it does not know that value."""
    NEEDS_IMAGES = "requiere_imagenes"
    """A plain folder is never full and loses no writes: that takes images, mounted by root."""
    ROOT_WRITES = "root_escribe"
    """Root writes into a folder whatever its permissions say."""
    NO_STICK = "sin_memoria"
    """There is no stick in the urna."""
    STICK_IN = "memoria_puesta"
    """There is one in it already."""
    STICK_ELSEWHERE = "memoria_en_otra"
    """That stick is in the other urna, or came with none yet."""
    DEAD = "danada"
    """The urna broke down for good."""
    NOT_DEAD = "no_danada"
    """The urna did not."""
    NO_POWER = "sin_corriente"
    """The power is cut."""
    RUNNING = "en_marcha"
    """The urna is running."""
    NOT_TAKEN = "tecla_no_tomada"
    """The board beeped: it has no host, or too many presses wait."""
    NOT_HEARD = "tecla_no_oida"
    """The board has no host that listens to the voter."""
    NO_CODE = "sin_codigo"
    """That slip does not carry exactly one code."""
    DEVICE = "aparato"
    """The emulated device, or a tool of the system, did not obey; the detail says how."""


@dataclass(frozen=True, slots=True)
class Done:
    """The control did what it says."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It did nothing."""

    reason: Reason
    detail: str = ""


Outcome = Done | Refused
