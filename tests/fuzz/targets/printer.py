"""What a printer answers: blocks and single bytes on one line. It must not wait, and must not depend on the chunks."""

from hardware.printer import wire
from hardware.printer.port import PrinterStatus
from tests.fuzz.target import Broken, Target, same


def run(data: bytes) -> None:
    whole, torn = wire.Demultiplexer(), wire.Demultiplexer()
    at_once = whole.feed(data)
    same([answer for place in range(len(data)) for answer in torn.feed(data[place : place + 1])], at_once)
    if len(whole._block) > wire.MAX_NAME_BYTES:
        raise Broken("the demultiplexer keeps more than a block")
    values = [answer.value for answer in at_once if isinstance(answer, wire.RealTime)]
    for place in range(0, len(values) - 3, 4):
        status = wire.read_status(*values[place : place + 4])
        if not isinstance(status, PrinterStatus):
            raise Broken("no status")
    for answer in at_once:
        if isinstance(answer, wire.ProcessDone):
            same(len(answer.process_id), wire.PROCESS_ID_BYTES)


def seeds() -> tuple[bytes, ...]:
    done = b"\x37\x22abcd\0"
    return (done, b"\x37\x25\0", b"\x12\x12\x12\x12", b"\x16\x1a" + done + b"\x00\x72\x02", b"\x37\x22ab" + done)


TARGET = Target(
    name="printer",
    run=run,
    seeds=seeds,
    letters="",
    parsers={
        "hardware.printer.wire:Demultiplexer.feed": "hardware.printer.wire:MAX_NAME_BYTES",
        "hardware.printer.wire:read_status": "hardware.printer.wire:MAX_BLOCK_BYTES",
    },
    dictionary=(b"\x37\x22", b"\x37\x25\0", b"\x12", b"\x5f", b"\x5fTM-T20\0"),
    sample=800,
    max_len=512,
)
