"""What a ceremony and a later issuing share: the requests asked for, the acts noted, the answers handed back.

It must not certify by itself, nor leave half an answer on a stick.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from shared.crypto.hashing import sha256_hex
from shared.crypto.requests import request_code
from shared.formats.alistamiento_v1 import ANSWER_SUFFIX, FOLDER
from theme_builder.ceremony.hands import Hands
from theme_builder.ceremony.issuing import Certified
from theme_builder.ceremony.making import CeremoniaInvalida, Occasion
from theme_builder.ceremony.record import Record
from theme_builder.ceremony.textos import FAULTS, GUIDE, RECORD, UNREADABLE
from theme_builder.ceremony.urnas import Asked, Fault, gather, read_list
from theme_builder.workspace import write_file


def ask_for_all(occasion: Occasion, urnas: bytes, requests: Mapping[str, bytes], hands: Hands) -> tuple[Asked, ...]:
    """The requests of every urna of the list, or every fault said and ``CeremoniaInvalida`` T710; T700 for no list."""
    if not urnas and not requests:
        return ()
    rows, faults = read_list(urnas)
    gathered = gather(occasion, rows, requests)
    if every := (*faults, *gathered.faults):
        hands.say(GUIDE["faults"])
        for fault in every:
            hands.say(said(fault))
        raise CeremoniaInvalida("T710", f"{len(every)} faults in the requests")
    return gathered.asked


def said(fault: Fault) -> str:
    """A fault in words, with its code."""
    words = FAULTS.get(fault.code, UNREADABLE).format(what=fault.what, detail=fault.detail)
    return f"{fault.code} {words}"


def note_urna(record: Record, now: datetime, certified: Certified) -> None:
    """Write down that an urna was certified: where it is for, and the code that it showed."""
    request = certified.asked.request
    words = {"id": certified.name, "casilla": certified.asked.row.casilla.clave, "sha256": sha256_hex(request)}
    record.note(now, RECORD["certificate"].format(code=request_code(request), **words))


def hand_back(certified: Iterable[Certified], stick: Path, hands: Hands) -> None:
    """Write each answer to the stick, whole; again is harmless, since an answer is the same bytes."""
    place, answers = stick / FOLDER, {each.name: each.answer for each in certified}
    for name, answer in answers.items():
        write_file(place / f"{name}{ANSWER_SUFFIX}", answer)
    hands.say(GUIDE["handed_back"].format(count=len(answers), path=place))
