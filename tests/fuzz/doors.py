"""Which public functions take strangers' bytes: found by name and place in the tree. It must not import them.

A new reader is found here by itself; it then needs a fuzz target and a limit, or a reason to need neither.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tests.architecture.tree import parsed

ROOMS: Final = (
    "shared/formats/*.py", "shared/crypto/*.py", "hardware/protocol/*.py", "hardware/*/wire.py",
    "hardware/*/conversation.py", "shared/verify/cut.py", "server/catalog/reading*.py",
    "shared/tables/reading*.py",
    "theme_builder/projects/*.py",
)  # fmt: skip
NAMES: Final = re.compile(
    r"(parse|read|decode|unpack|unlock|open|join|feed|receive|verify|authenticate|claimed)(_\w+)?|loads?(_\w+)?"
    r"|from_(pem|der|bytes|text)|cobs_decode|normalise_code|card_mark|protected_index|share_from_mnemonic"
    r"|check_target_names"
)
EXEMPT: Final[Mapping[str, str]] = {
    "shared.crypto.at_rest:Vault.unlock": "our own seeds, from our own database, which locked them",
    "shared.crypto.passkeys:Challenges.open": "an answer that was read and bounded: the target `passkey` goes on to it",
    "shared.crypto.passkeys:verify_registration": "an answer that read_registration read and bounded; the same target",
    "shared.crypto.passkeys:verify_assertion": "an answer that read_assertion read and bounded; the same target",
    "shared.crypto.locked:unlock": "the box of a text that from_text read and bounded: the target `cards` opens it",
    "shared.crypto.sealing:SealingKey.from_bytes": "our own secret of 32 bytes, from our own shares",
    "shared.crypto.signing:SigningKey.from_pem": "our own private key, from our own disk",
    "shared.crypto.signing:load_private_pem": "our own private key, from our own disk; bounded like the public ones",
    "shared.crypto.tuf_keys:ThemeKey.from_pem": "our own private key, from our own disk",
    "shared.crypto.keyfiles:load_signing_key": "our own private key, under a passphrase",
    "shared.crypto.keyfiles:load_sealing_key": "our own private key, under a passphrase",
    "shared.crypto.tuf_client:SignedList.read": "a file of a verified list, bounded by it: the target `repository`",
    "shared.crypto.tuf_client:SignedList.read_piece": "bounded by its caller; `SignedList.read` reads by it",
    "theme_builder.projects.database:open_database": "our own file, in our own folder",
    "shared.formats.journal_v1:verify_journal": "entries that parse_journal read: the target `journal` calls it on all",
    "shared.formats.sustitucion_v1:verify_whole_journal": "the same entries, once read_public read them",
    "shared.formats.journal_v1:verify_newest_checkpoint": "the same entries, inside read_public: the target `bundle`",
}


def doors(root: Path) -> tuple[str, ...]:
    """``module:function`` or ``module:Class.method`` of every public reader, sorted."""
    found = []
    for pattern in ROOMS:
        for path in sorted(root.glob(pattern)):
            module = ".".join(path.relative_to(root).with_suffix("").parts)
            found += [f"{module}:{name}" for name in _functions(parsed(path))]
    return tuple(sorted(found))


def _functions(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield from _named(node, "")
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not _is_protocol(node):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield from _named(inner, f"{node.name}.")


def _named(node: ast.FunctionDef, owner: str) -> Iterator[str]:
    takes = [each for each in (*node.args.posonlyargs, *node.args.args) if each.arg not in {"self", "cls"}]
    if NAMES.fullmatch(node.name) and takes:
        yield f"{owner}{node.name}"


def _is_protocol(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)
