"""Keeps votes out of dumps, swap and freed memory: what the process asks of system and interpreter before all else.

It must not know what a vote is, nor decide whether an election may go on.
"""

import ctypes
import gc
import os
import resource
import sys
from collections.abc import Mapping

_PR_SET_DUMPABLE = 4
_LOCK_ALL_AS_USED = 1 | 2 | 4  # MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT of sys/mman.h
_TUNABLES = "GLIBC_TUNABLES"
_ERASING = "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0"
"""glibc overwrites what is freed, except in the small cache that each thread has: so there is none."""


def erase_freed_memory() -> None:
    """Start this very program again, in this process, with an allocator that overwrites what is freed.

    A text or an object that held a choice cannot be wiped; when it is let go it is overwritten. Python's own allocator
    would keep it as it was. Costs about a quarter more time. Returns where the program runs so already, and where the C
    library is not glibc, which has no such thing to offer.
    """
    if erases_freed_memory() or not _has_glibc():
        return
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], erasing(os.environ))  # noqa: S606 - itself, no shell


def erasing(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment in which a program overwrites what is freed; as it is where the C library is not glibc."""
    if not _has_glibc():
        return dict(environment)
    given = environment.get(_TUNABLES)
    tunables = f"{given}:{_ERASING}" if given else _ERASING
    return {**environment, "PYTHONMALLOC": "malloc", _TUNABLES: tunables}


def erases_freed_memory() -> bool:
    """Whether this process was started so."""
    return os.environ.get("PYTHONMALLOC") == "malloc" and _ERASING in os.environ.get(_TUNABLES, "")


def set_programs_apart() -> None:
    """Have the collector look no more through the programs themselves, and so through what may hold a vote in a third.

    For the start alone, before there is a key, a theme or a voter: nothing of what is set apart is ever collected.
    """
    gc.collect()
    gc.freeze()


def harden() -> bool:
    """No core files, not readable by other processes of the user; whether memory could also be locked against paging.

    Raises ``OSError`` when the first two are refused. Locking needs a privilege: without it, swap being off is what
    keeps pages off the disk, and the urna looks at that by itself.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "PR_SET_DUMPABLE")
    return _may_lock_without_end() and bool(libc.mlockall(_LOCK_ALL_AS_USED) == 0)


def _may_lock_without_end() -> bool:
    """A limit reached later would refuse memory in the middle of a turn, which is worse than pages that may leave."""
    try:
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        return False
    return True


def _has_glibc() -> bool:
    try:
        return (os.confstr("CS_GNU_LIBC_VERSION") or "").startswith("glibc")
    except (OSError, ValueError):
        return False
