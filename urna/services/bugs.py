"""Says what kind of bug happened and where in the code. It must not log a message, which could hold a choice."""

import logging

_LOG = logging.getLogger(__name__)


def report_bug(where: str, error: Exception) -> None:
    """Say what kind of error happened and where in the code; never its message, which could hold a choice."""
    trace = error.__traceback__
    places = []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    _LOG.error("%s in %s at %s", type(error).__name__, where, " ".join(places))
