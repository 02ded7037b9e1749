"""Rules that import contracts cannot say: randomness, floats, layers in the server. It must not repeat contracts."""

import ast
from pathlib import Path

from tests.architecture.tree import dotted, imported, parsed, place, python_files

CRYPTO_LIBRARIES = frozenset(
    {"cryptography", "tuf", "securesystemslib", "shamir_mnemonic", "secrets", "random", "nacl", "ssl", "Crypto"}
)
RANDOM_CALLS = frozenset({"os.urandom", "os.getrandom", "uuid.uuid1", "uuid.uuid4", "secrets.token_bytes"})
# Devices import nothing of ours, and must tell a fresh answer from an old one: an id of a conversation is no secret.
CONVERSATIONS = "hardware/"
RANDOM_NAMES = RANDOM_CALLS | {"random.SystemRandom"}

# What only the composition root may build, and where that is.
BUILT = frozenset({"driver", "link", "emulator", "fake"})
BUILDERS = ("urna/bootstrap", "urna/devdock/")

# Inside a module of the server, what each kind of file may import of its own module. Another module is entered by
# its service alone (its schemas travel with it).
LAYERS: dict[str, frozenset[str]] = {
    "models": frozenset(),
    "repository": frozenset({"models"}),
    "service": frozenset({"repository", "models", "schemas"}),
    "endpoints": frozenset({"service", "schemas"}),
    "pages": frozenset({"service", "schemas"}),
}
DOORS = frozenset({"service", "schemas"})
# Folders and files of the server that are not modules in this sense.
SERVER_KIT = frozenset(
    {"access", "db", "kit", "web", "http", "migrations", "config", "context", "module", "work", "tasks", "claims"}
)


def crypto_elsewhere(root: Path) -> list[str]:
    """Crypto libraries and sources of randomness outside of `shared/crypto`, in any program."""
    found = []
    for path in python_files(root):
        if place(root, path).startswith("shared/crypto/"):
            continue
        tree = parsed(path)
        for name, line in imported(tree):
            if name.split(".")[0] in CRYPTO_LIBRARIES or name in RANDOM_NAMES:
                found.append(f"{place(root, path, line)}: imports {name}")
        if place(root, path).startswith(CONVERSATIONS):
            continue
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and dotted(node.func) in RANDOM_CALLS]
        found += [f"{place(root, path, call.lineno)}: {dotted(call.func)}()" for call in calls]
    return found


def floats_in_results(root: Path) -> list[str]:
    """Floating numbers in the domain and in the verifier, where a vote could be lost in a rounding."""
    found = []
    for path in python_files(root, "shared/domain", "shared/verify"):
        for node in ast.walk(parsed(path)):
            constant = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if constant or (isinstance(node, ast.Name) and node.id == "float"):
                found.append(f"{place(root, path, getattr(node, 'lineno', 0))}: a float")
    return found


def devices_elsewhere(root: Path) -> list[str]:
    """Drivers, links and fakes that `urna` imports outside of its composition root (and its development panel)."""
    found = []
    for path in python_files(root, "urna"):
        if place(root, path).startswith(BUILDERS):
            continue
        for name, line in imported(parsed(path)):
            parts = name.split(".")
            if parts[0] == "hardware" and BUILT.intersection(parts[2:]):
                found.append(f"{place(root, path, line)}: imports {name}")
    return found


def _module_of(parts: tuple[str, ...]) -> str | None:
    """The server's module that a path or a dotted name belongs to: ("server", "ingest", ...) is "ingest"."""
    if len(parts) < 3 or parts[0] != "server" or parts[1] in SERVER_KIT:
        return None
    return parts[1]


def _layer(name: str) -> str:
    """The layer of a file: ``pages_people`` is of the pages."""
    return name.partition("_")[0]


def _breach(own: str, layer: str, target: tuple[str, ...]) -> str | None:
    other = _module_of(target)
    if other is None:
        return None
    if other != own:
        return None if target[2] in DOORS else f"enters {other} by {target[2]}, not by its service"
    reached = _layer(target[2])
    if layer in LAYERS and reached in LAYERS and reached not in LAYERS[layer] and reached != layer:
        return f"{layer} imports {target[2]} of its own module"
    return None


def server_queries(root: Path) -> list[str]:
    """Queries in `server/<module>` outside of its repository."""
    found = []
    for path in python_files(root, "server"):
        parts = path.relative_to(root).with_suffix("").parts
        if _module_of(parts) is None or _layer(parts[2]) == "repository":
            continue
        for name, line in imported(parsed(path)):
            if name in {f"sqlalchemy.{verb}" for verb in ("select", "insert", "update", "delete", "text")}:
                found.append(f"{place(root, path, line)}: {name}")
    return found


def server_layers(root: Path) -> list[str]:
    """Imports in `server/<module>` that skip a layer, enter another module by a back door; commits in services."""
    found = []
    for path in python_files(root, "server"):
        parts = path.relative_to(root).with_suffix("").parts
        own = _module_of(parts)
        if own is None:
            continue
        tree = parsed(path)
        for name, line in imported(tree):
            breach = _breach(own, _layer(parts[2]), tuple(name.split(".")))
            if breach:
                found.append(f"{place(root, path, line)}: {breach}")
        calls = [
            node for node in ast.walk(tree) if isinstance(node, ast.Call) and dotted(node.func).endswith(".commit")
        ]
        if parts[2] in {"service", "repository"}:
            found += [f"{place(root, path, call.lineno)}: {parts[2]} commits" for call in calls]
    return found
