"""Durable writing in the urna is one file's work. It must not look at the server or the theme builder."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import dotted, imported, parsed, place, python_files

THE_PLACE = "urna/store/durable.py"
# Files that write by another road, each with its reason. Nothing here may run in an urna while it is voting.
EXCEPTIONS = {
    "urna/ui/scratch.py": "Kivy's own passing folder; pictures and layouts that a command writes where it is told",
    "urna/install/closing.py": "the office's command: copies programs into a folder; it is not installed on any urna",
    "urna/install/signing.py": "the same: leaves a manifest to be signed",
    "urna/devdock/clock.py": "the hour that a tried urna sees; the panel is on no urna, and outside of its process",
    "urna/devdock/disk.py": "images that stand for media, made and filled from outside of the urna's process",
    "urna/devdock/ears.py": "what a tried urna's headphones got, and the programs that keep it; outside of its process",
    "urna/devdock/stretch.py": "one of those programs",
    "urna/devdock/media.py": "hands that pull and swap whole media; they never write a file of the urna",
    "shared/crypto/tuf_client.py": "python-tuf works on files: it gets copies in a folder that is gone on return",
}

MODULES = frozenset({"shutil", "tempfile", "sqlite3", "dbm", "shelve", "mmap", "fileinput", "logging.handlers"})
OS_CALLS = frozenset(
    {"write", "pwrite", "writev", "rename", "renames", "replace", "remove", "unlink", "truncate", "ftruncate"}
    | {"mkdir", "makedirs", "rmdir", "removedirs", "link", "symlink", "open", "sendfile", "copy_file_range"}
)
PATH_METHODS = frozenset(
    {"write_text", "write_bytes", "mkdir", "touch", "unlink", "rmdir", "rename", "symlink_to", "hardlink_to"}
)
WRITING_MODE = frozenset("wax+")


def _mode(call: ast.Call, position: int) -> str | None:
    """The mode of a call of open; None when it is not written as a constant."""
    values = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    values += call.args[position : position + 1]
    if not values:
        return "r"
    return values[0].value if isinstance(values[0], ast.Constant) and isinstance(values[0].value, str) else None


def _opens_for_writing(call: ast.Call, name: str) -> bool:
    if name in {"open", "io.open", "codecs.open"}:
        mode = _mode(call, 1)
    elif name.endswith(".open"):
        mode = _mode(call, 0)
        if len(call.args) > 1 or (mode is not None and not set(mode) <= set("rwaxbt+U")):
            return False  # another kind of open: a record, a link
    else:
        return False
    return mode is None or bool(WRITING_MODE.intersection(mode))


def _opens_for_reading(call: ast.Call) -> bool:
    """`os.open` whose flags, as written or as assigned nearby, name no writing flag; said by the flags' own names."""
    text = " ".join(ast.unparse(argument) for argument in call.args[1:2])
    return "O_RDONLY" in text and not any(
        flag in text for flag in ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND")
    )


def _is_path_replace(call: ast.Call, name: str) -> bool:
    """`path.replace(target)`: one positional argument; text's takes two, a date's and dataclasses' take keywords."""
    return name.endswith(".replace") and len(call.args) == 1 and not call.keywords


def _writes(call: ast.Call) -> bool:
    name = dotted(call.func)
    owner, _, method = name.rpartition(".")
    if name == "os.open":
        return not _opens_for_reading(call)
    if owner == "os":
        return method in OS_CALLS
    return (bool(owner) and method in PATH_METHODS) or _is_path_replace(call, name) or _opens_for_writing(call, name)


def _violations(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for name, line in imported(tree):
        if name.split(".")[0] in MODULES or name in MODULES:
            yield line, f"imports {name}"
        if name.startswith("os.") and name.removeprefix("os.") in OS_CALLS:
            yield line, f"imports {name} by its bare name"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _writes(node):
            yield node.lineno, f"{dotted(node.func)}()"


def writes_elsewhere(root: Path) -> list[str]:
    """Places in `urna/` and `shared/` that write files and are not the one that may."""
    found = []
    for path in python_files(root, "urna", "shared"):
        name = place(root, path)
        if name == THE_PLACE or name in EXCEPTIONS:
            continue
        found += [f"{place(root, path, line)}: {what}" for line, what in _violations(parsed(path))]
    return found
