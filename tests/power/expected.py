"""Planted faults that no cut can make felt: what covers each, and its proof. It must hold no fault that a cut can.

A name is a pattern of the shell. Every fault that it fits must go unfelt, and there must be one; then the proof of its
sync is tried, which must be felt: whoever takes the cover away, or what is proved, is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase


class Proof(StrEnum):
    """What must be felt, so that a fault may go unfelt."""

    NEVER = "never"
    """The same sync left out for good: what it brings down is kept from later syncs of the same folder too."""
    COUNTED = "counted"
    """The same fault, judged as if the file told of something: nothing else excuses it."""
    NOTICED = "noticed"
    """The diagnosis, when the medium refuses this very sync: that is what the file is written for."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some faults go unfelt."""

    why: str
    names: tuple[str, ...]
    proof: Proof = Proof.NEVER


REASONS: tuple[Reason, ...] = (
    Reason(
        "The name of the next file of the same step brings it down, before anybody is told: apertura.json the slots, "
        "acta.public.zip the rest of the closing, resultado.public.zip the sealed file. A replacement is durable when "
        "it returns, so that no step depends on the one after it.",
        (
            "without *: fsync_dir of imagen.? after rename",
            "without *: fsync_dir of marcas.json after rename",
            "without *: fsync_dir of almacen.sealed after rename",
            "without usb: fsync_dir of resultado.sealed after rename",
            "without usb: fsync_dir of tema/* after mkdir",
            "without usb: fsync_dir of prueba.bin after unlink",
        ),
    ),
    Reason(
        "A folder may come down after the contents of its first file: without the folder it has no name.",
        ("*: fsync_dir of [!v]* after mkdir later than *",),
    ),
    Reason(
        "A name may come down after the contents of the next file: of a step nothing is told before its last name, "
        "and a start finds all of it or begins the step anew.",
        (
            "*: fsync_dir of imagen.? after rename later than *",
            "*: fsync_dir of marcas.json after rename later than *",
            "*: fsync_dir of almacen.sealed after rename later than *",
            "*: fsync_dir of assets/* after rename later than *",
            "*: fsync_dir of tema/* after rename later than *",
            "*: fsync_dir of tuf/* after rename later than *",
            "*: fsync_dir of resultado.sealed after rename later than *",
            "interna: fsync_dir of acta.public.zip after rename later than usb: *",
            "interna: fsync_dir of apertura.json after rename later than usb: *",
            "usb: fsync_dir of apertura.json after rename later than tablilla: fsync of contador after create",
            "usb: fsync_dir of preparacion-* after rename later than *",
        ),
    ),
    Reason(
        "An empty journal is the same as none: its name may come down with its first line, which is told of last.",
        ("*: fsync_dir of bitacora.jsonl after rename later than *",),
    ),
    Reason(
        "While the second copy of a journal is made nobody writes the journal beside it; while it is taken away the "
        "other medium holds all of it, and a start takes away a copy that came back. Until then the journal says that "
        "the medium which is brought level is lost: nobody counts on its files.",
        (
            "*: fsync of bitacora.copia.jsonl after create later than *: fsync_dir of bitacora.copia.jsonl *",
            "*: fsync_dir of bitacora.copia.jsonl after unlink later than *",
            "usb: fsync_dir of apertura.json after rename later than interna: fsync_dir of bitacora.copia.jsonl *",
        ),
    ),
    Reason(
        "The counter may be one behind: a start has the board remember the image that is on the media.",
        ("tablilla: fsync_dir of contador after rename later than *",),
    ),
    Reason(
        "The first image is told of by apertura.json alone: before that it may be torn, and opening begins anew.",
        ("*: fsync of imagen.? after create later than *",),
    ),
    Reason(
        "Beside this slot each medium has another whole: B of both media while A is written, and A of both, which "
        "nobody was told is old, while B is. Held back longer it is felt: the slots of a medium at once.",
        (
            "interna: fsync of imagen.a after pwrite later than *",
            "usb: fsync of imagen.? after pwrite later than *",
        ),
    ),
    Reason(
        "Themes that the journal no longer names go from both media in one step: either may be the first.",
        ("interna: fsync_dir of tema/* after unlink later than usb: fsync_dir of tema/* after unlink",),
    ),
    Reason(
        "A practice tells of nothing while it is there: after a cut it is done again. Its store is written by the same "
        "steps as the official one, so that it tries them.",
        (
            "without *: fsync_dir of verificacion after mkdir",
            "without *: fsync of verificacion/* after *",
            "without *: fsync_dir of verificacion/* after rename",
            "*: fsync_dir of verificacion after mkdir later than *",
            "*: fsync of verificacion/* after * later than *",
            "*: fsync_dir of verificacion/* after rename later than *",
            "*: fsync_dir of verificacion/* after unlink later than *: fsync_dir of verificacion/* after unlink",
        ),
        Proof.COUNTED,
    ),
    Reason(
        "The trial file of the diagnosis tells of nothing: it is synced to see whether the medium does it.",
        (
            "without *: fsync of prueba.bin after create",
            "without *: fsync_dir of prueba.bin after rename",
            "*: fsync of prueba.bin after create later than *",
            "*: fsync_dir of prueba.bin after rename later than *",
            "*: fsync_dir of prueba.bin after unlink later than *",
        ),
        Proof.NOTICED,
    ),
)


def reason_of(name: str) -> Reason | None:
    """Why nothing can notice a fault; None when something must."""
    return next((reason for reason in REASONS if any(fnmatchcase(name, each) for each in reason.names)), None)


def stale(names: Iterable[str]) -> list[str]:
    """Patterns that fit none of ``names``."""
    known = tuple(names)
    patterns = (each for reason in REASONS for each in reason.names)
    return [each for each in patterns if not any(fnmatchcase(name, each) for name in known)]
