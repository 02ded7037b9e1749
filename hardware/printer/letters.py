"""Letters: which ones the printer has of its own, and how many cells of a line a text takes.

It must not draw or encode.
"""

import unicodedata

CODE_PAGE = "cp858"
_JOINED = frozenset({"Mn", "Me"})


def own_letters(text: str) -> bool:
    """Whether the printer's own letters suffice: every one is in code page 858."""
    try:
        text.encode(CODE_PAGE)
    except UnicodeEncodeError:
        return False
    return True


def clusters(text: str) -> list[str]:
    """`text` in composed form (NFC), cut into letters with the marks that stand over or under them."""
    found: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        if found and unicodedata.category(letter) in _JOINED:
            found[-1] += letter
        else:
            found.append(letter)
    return found


def cells(text: str) -> int:
    """Cells of a line that `text` takes: one for each letter, none for a mark over or under it."""
    return len(clusters(text))
