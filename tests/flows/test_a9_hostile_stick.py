"""A9: a hostile stick at the loader of themes: only names of the signed list are opened, in bounded memory."""

import os
import socket
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.crypto.errors import ThemeRepositoryInvalid
from shared.crypto.tuf_repo import RepositoryClient
from shared.domain.jornada import JornadaState
from tests.flows.institute import Institute
from tests.flows.table import Table, memory_table
from tests.flows.test_procedures import refusal

TEN_GB = 10 << 30
BOUNDED = 32 << 20
ODD = [".oculto", "CON", "a b", "-rf", "nombre\nroto", "ñandú", "x" * 255, "0.root.json", "Timestamp.json"]


@pytest.fixture
def fresh(institute: Institute, tmp_path: Path) -> Table:
    return memory_table(institute, tmp_path)


class Watched:
    """What this process opens and lists while it looks; an audit hook cannot be taken away, so it can be deaf."""

    def __init__(self) -> None:
        self.listening = False
        self.opened: list[str] = []
        self.listed: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.listening and event == "open":
            self.opened.append(os.fsdecode(arguments[0]) if isinstance(arguments[0], str | bytes) else "")
        elif self.listening and event in {"os.listdir", "os.scandir"}:
            self.listed.append(str(arguments[0]))

    @contextmanager
    def looking(self) -> Iterator[None]:
        self.listening = True
        try:
            yield
        finally:
            self.listening = False


@pytest.fixture(scope="module")
def watched() -> Watched:
    return Watched()


@contextmanager
def bounded() -> Iterator[None]:
    """Neither memory nor reading grows with what the stick pretends to hold."""
    before = read_bytes()
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < BOUNDED
    assert read_bytes() - before < BOUNDED


def read_bytes() -> int:
    """What this process ever read, by the kernel's account."""
    text = Path("/proc/self/io").read_text(encoding="ascii")
    return int(text.split("rchar: ")[1].split()[0])


def sparse(place: Path, _: Path | None = None) -> None:
    with place.open("wb") as file:
        file.truncate(TEN_GB)


def repository(table: Table) -> Path:
    return table.config.usb / "repositorio"


def litter(folder: Path) -> set[str]:
    """Everything that a stick may hold besides a repository; gives the names that nobody may open."""
    (folder / "enlace").symlink_to("/etc/passwd")
    (folder / "raiz").symlink_to("/")
    (folder / "circulo").symlink_to(folder)
    os.mkfifo(folder / "tubo")
    with socket.socket(socket.AF_UNIX) as plug:
        inside = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        plug.bind(f"/proc/self/fd/{inside}/enchufe")
        os.close(inside)
    sparse(folder / "enorme")
    for name in ODD:
        (folder / name).write_bytes(b"x")
    (folder / os.fsdecode(b"\xff\xfe")).write_bytes(b"x")
    deep = folder / "hondo"
    for _ in range(150):
        deep /= "hondo"
    deep.mkdir(parents=True)
    (folder / "muchos").mkdir()
    for number in range(300):
        (folder / "muchos" / f"n{number}").touch()
    return {"enlace", "raiz", "circulo", "tubo", "enchufe", "enorme", "hondo", "muchos", *ODD}


def test_a9_only_names_of_the_signed_list_are_opened(fresh: Table, watched: Watched) -> None:
    root = repository(fresh)
    theme = next((root / "targets" / "temas").iterdir())
    foreign = {name for folder in (root.parent, root / "metadata", theme) for name in litter(folder)}
    with watched.looking(), bounded():
        fresh.touch("cargar_tema")
    assert fresh.screen.actions[0].enabled
    names = {Path(name).name for name in watched.opened}
    assert {"timestamp.json", "theme.json"} <= names
    assert not names & foreign
    assert not [place for place in watched.listed if place.startswith(str(fresh.config.usb))]
    fresh.touch("confirmar_hora")
    fresh.authenticate("presidencia", "tecnico")
    assert fresh.jornada() is JornadaState.CARGADA


def listed_files(root: Path) -> dict[str, Path]:
    """One file of each kind that the loader does read."""
    theme = next((root / "targets").rglob("theme.json"))
    return {
        "timestamp": root / "metadata" / "timestamp.json",
        "snapshot": root / "metadata" / "1.snapshot.json",
        "targets": root / "metadata" / "1.targets.json",
        "theme": theme,
        "asset": next((theme.parent / "assets").iterdir()),
    }


def outside(place: Path, away: Path) -> None:
    """The very bytes, but behind a link that leaves the stick."""
    place.rename(away)
    place.symlink_to(away)


def folder_outside(place: Path, away: Path) -> None:
    outside(place.parent, away)


def pipe(place: Path, _: Path) -> None:
    place.unlink()
    os.mkfifo(place)


def folder(place: Path, _: Path) -> None:
    place.unlink()
    place.mkdir()


@pytest.mark.parametrize("change", [sparse, outside, folder_outside, pipe, folder])
@pytest.mark.parametrize("name", ["timestamp", "snapshot", "targets", "theme", "asset"])
def test_a9_a_listed_name_that_is_something_else_is_refused(
    fresh: Table, name: str, change: Callable[[Path, Path], None]
) -> None:
    change(listed_files(repository(fresh))[name], fresh.config.internal.parent / "copia")
    with bounded():
        fresh.touch("cargar_tema")
    assert refusal(fresh) in {"K606", "K608"}
    assert fresh.jornada() is JornadaState.SIN_TEMA


def test_a9_a_repository_that_is_a_link_is_refused(fresh: Table) -> None:
    outside(repository(fresh), fresh.config.internal.parent / "copia")
    fresh.touch("cargar_tema")
    assert refusal(fresh) == "K606"


def test_a9_devices_are_not_opened(fresh: Table, watched: Watched) -> None:
    """Opening a device can start what it drives: a watchdog, a tape. As root alone, who may make one."""
    place = listed_files(repository(fresh))["theme"]
    place.unlink()
    try:
        os.mknod(place, 0o600 | 0o020000, os.makedev(1, 5))  # /dev/zero, which has no end
    except PermissionError:
        pytest.skip("only root makes devices")
    watched.opened.clear()
    with watched.looking(), bounded():
        fresh.touch("cargar_tema")
    assert refusal(fresh) == "K606"
    assert "theme.json" not in {Path(name).name for name in watched.opened}


def test_a9_a_root_after_the_trusted_one_is_read_within_its_limit(fresh: Table) -> None:
    """The client asks for ``2.root.json``: a stick may offer ten gigabytes, or roots without end."""
    sparse(repository(fresh) / "metadata" / "2.root.json")
    with bounded():
        fresh.touch("cargar_tema")
    assert refusal(fresh) == "K608"


def test_a9_a_mounted_image_is_read_as_a_folder_is(institute: Institute, tmp_path: Path) -> None:
    """A real file system on a loop device, where this machine allows it, with links and devices on it."""
    image, mount = tmp_path / "memoria.img", tmp_path / "montada"
    mount.mkdir()
    with image.open("wb") as file:
        file.truncate(64 << 20)
    made = subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], capture_output=True, check=False)
    options = "loop,nodev,nosuid,noexec"
    mounted = made.returncode == 0 and subprocess.run(
        ["mount", "-o", options, str(image), str(mount)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode != 0:
        pytest.skip("no loop device here")
    try:
        institute.publish(mount)
        root, trusted = mount / "repositorio", {"root.json": (institute.identity / "trusted-root.json").read_bytes()}
        litter_on_image(root)
        with bounded():
            assert RepositoryClient().verify(root, trusted, None).targets
        place = listed_files(root)["asset"]
        place.unlink()
        os.mknod(place, 0o600 | 0o020000, os.makedev(1, 5))
        with bounded(), pytest.raises(ThemeRepositoryInvalid, match="K606"):
            RepositoryClient().verify(root, trusted, None)
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def litter_on_image(root: Path) -> None:
    """What a small image has room for."""
    (root / "raiz").symlink_to("/")
    sparse(root / "enorme")
    for name in ODD:
        (root / "metadata" / name).write_bytes(b"x")
