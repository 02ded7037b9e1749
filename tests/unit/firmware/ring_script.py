"""The memory of the board, cut at every operation of a flash that has come around; run by CPython and MicroPython."""

import sys

sys.path.insert(0, sys.argv[1])

from hardware.firmware.memory import BoardMemory
from hardware.firmware.ring import MAX_PAYLOAD_BYTES, Ring, pack_page
from hardware.protocol.messages import Entry
from tests.unit.firmware.flash import Cut, MemoryFlash


def say(*words: object) -> None:
    sys.stdout.write(" ".join([str(word) for word in words]) + "\n")


def worn(saves: int) -> MemoryFlash:
    flash = MemoryFlash(sectors=2)
    ring = Ring(flash)
    for number in range(saves):
        ring.save(b"%d" % number)
    return flash


def copy(flash: MemoryFlash) -> MemoryFlash:
    twin = MemoryFlash(flash.sectors)
    twin.data[:] = flash.data
    return twin


def save_if_power(ring: Ring, payload: bytes) -> None:
    try:
        ring.save(payload)
    except Cut:
        return


def show_cuts() -> None:
    """After every cut a start finds the payload of before or the new one, and can save again."""
    wrong = found_old = found_new = 0
    for saves in range(1, 40):
        before = worn(saves)
        for operation in (0, 1):
            for part in (0, 1, 100, 255):
                flash = copy(before)
                flash.cut_in, flash.part = operation, part
                ring = Ring(flash)
                save_if_power(ring, b"new")
                flash.cut_in = -1
                again = Ring(flash)
                found_new += again.payload == b"new"
                found_old += again.payload == b"%d" % (saves - 1)
                wrong += again.damaged or again.payload not in (b"new", b"%d" % (saves - 1))
                wrong += not again.save(b"after") or Ring(flash).payload != b"after"
    say("cuts", found_old, found_new, "wrong", wrong)


def show_many_cuts() -> None:
    """Power that goes in every save for ever loses nothing that was kept."""
    flash = worn(20)
    lost = 0
    for _ in range(100):
        ring = Ring(flash)
        flash.cut_in = 0
        save_if_power(ring, b"x")
        flash.cut_in = -1
        lost += Ring(flash).payload != b"19"
    say("lost", lost)


def show_wear() -> None:
    flash = MemoryFlash(sectors=4)
    ring = Ring(flash)
    saved = 0
    for number in range(1000):
        saved += ring.save(b"%d" % number)
    say("saved", saved, "erases", flash.erases, "programs", flash.programs)


def show_damage() -> None:
    flash = worn(3)
    for at in range(len(flash.data)):
        if flash.data[at] != 0xFF:
            flash.data[at] ^= 0x11
    ring = Ring(flash)
    say("rotten", ring.payload, ring.damaged, ring.save(b"x"), BoardMemory(ring).entries())
    blank = Ring(MemoryFlash(2))
    say("blank", blank.payload, blank.damaged, BoardMemory(blank).entries())
    say("too long", blank.save(bytes(MAX_PAYLOAD_BYTES + 1)), blank.save(bytes(MAX_PAYLOAD_BYTES)))
    foreign = MemoryFlash(2)
    foreign.program(0, pack_page(1, b"\x07" + bytes(57)))
    say("another layout", BoardMemory(Ring(foreign)).entries())


def show_memory() -> None:
    flash = MemoryFlash(2)
    memory = BoardMemory(Ring(flash))
    entries = [Entry(bytes(16), 2, bytes(32), bytes(32)), Entry(bytes(16), 1, bytes(32), bytes(32))]
    say(memory.save_key_counter(7), memory.save_entries(entries))
    back = BoardMemory(Ring(flash))
    kept = back.entries()
    say(back.key_counter(), [entry.sequence for entry in kept or []])


show_cuts()
show_many_cuts()
show_wear()
show_damage()
show_memory()
