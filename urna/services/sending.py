"""One slip to the printer, and what came of it in the words of the flow. It must not journal or make a slip."""

from hardware.printer.port import NotPrinted, Remains, Slip
from urna.flow.outcome import PaperDone, PaperFailed
from urna.services.context import Context


def send(context: Context, slip: Slip) -> PaperDone | PaperFailed:
    """Print it and wait for its end; ``doubtful`` where a whole paper may have come out."""
    outcome = context.devices.printer.print_slip(slip, context.settings.print_timeout_ms)
    if isinstance(outcome, NotPrinted):
        return PaperFailed(outcome.reason.value, doubtful=outcome.remains is Remains.PERHAPS_WHOLE)
    return PaperDone()
