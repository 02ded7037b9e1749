"""The commands as people run them: a process of its own, its exit code and its words."""

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import segno
from typer.testing import CliRunner

from demo.simulated_urnas import SimulatedCount, SimulatedUrna, SimulatedUrnas, with_figure
from shared.crypto.sealing import SealingPublicKey
from shared.crypto.shares import share_text
from shared.domain.eleccion import Mode
from shared.domain.ids import StoreId
from shared.formats.container import unpack
from shared.formats.qr_v1 import make_qr
from shared.formats.results_v1 import NAMES, BundleChecks, ResultadoInvalido, SealedReference, read_public
from shared.verify import cli, recount
from shared.verify.folder import judged_at
from shared.verify.texts import SAY
from tests.unit.verify.publications import OBSERVED, Made
from tests.unit.verify.publications import institute as publications_institute

COMMANDS = {"cli": cli.app, "recount": recount.app}


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def run(module: str, *arguments: object, stdin: str = "") -> Ended:
    """The command inside of this process: its libraries take seconds to load."""
    ended = CliRunner().invoke(COMMANDS[module], [str(argument) for argument in arguments], input=stdin)
    return Ended(ended.exit_code, ended.stdout, ended.stderr)


def run_apart(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-m", "shared.verify", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def recount_arguments(made: Made, place: int = 0) -> list[object]:
    bundle, root = made.bundles[place], made.folder / "raiz"
    public = made.folder / "bundles" / bundle.name
    return [
        "--theme-repo",
        made.folder / "tema",
        "--public",
        public,
        "--root",
        root / "root.pem",
        "--crl",
        root / "crl.pem",
    ]


def shares(made: Made, *numbers: int) -> list[object]:
    folder = made.folder / "instituto/custodios"
    return [part for number in numbers for part in ("--share", folder / f"parte-{number}.txt")]


@pytest.fixture
def sealed(made: Made, tmp_path: Path) -> Path:
    path = tmp_path / made.bundles[0].sealed_name
    path.write_bytes(made.bundles[0].sealed or b"")
    return path


def test_verify_says_the_figures_and_exits_zero(made: Made, copy: Path) -> None:
    ended = run_apart(copy, "--root-fingerprint", made.institute.anchor.fingerprint_hex)
    assert ended.returncode == 0, ended.stderr
    assert SAY["agrees"] in ended.stdout
    assert made.institute.theme.short_code in ended.stdout
    assert SAY["root_unchecked"] not in ended.stdout


def test_verify_needs_neither_programs_nor_their_libraries(copy: Path) -> None:
    entry = (
        "import sys; from shared.verify.session import verify; from pathlib import Path; "
        "from shared.domain.eleccion import Mode; "
        f"assert not verify(Path({str(copy)!r}), Mode.OFICIAL, None, lambda a, b: None).problems; "
        "found = {name.split('.')[0] for name in sys.modules}; "
        "assert not found & {'server', 'urna', 'theme_builder', 'hardware', 'sqlalchemy', 'fastapi', 'kivy'}, found"
    )
    ended = subprocess.run([sys.executable, "-c", entry], capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr


def test_verify_in_json_lists_each_level(made: Made, copy: Path) -> None:
    value = json.loads(run("cli", copy, "--json").stdout)
    assert value["agrees"]
    counted = value["counted"][0]
    for level in ("casilla", "seccion", "municipio", "distrito", "entidad"):
        assert sum(sum(unit.values()) for unit in counted[level].values()) == counted["votes"]
    assert counted["casilla"].keys() == {count.casilla.clave for count in made.counts}


def test_verify_exits_one_and_names_the_casilla(made: Made, copy: Path) -> None:
    path = copy / "bundles" / made.bundles[2].name
    path.write_bytes(path.read_bytes()[:-1])
    ended = run("cli", copy)
    assert ended.returncode == 1
    assert SAY["differs"] in ended.stdout
    assert f"{made.bundles[2].casilla.clave}: " in ended.stdout


@pytest.mark.parametrize("option", [("--root-fingerprint", "ab" * 32), ("--theme-code", "0000-0000-0000")])
def test_verify_exits_three_for_another_root_or_theme(copy: Path, option: tuple[str, str]) -> None:
    ended = run("cli", copy, *option)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert SAY["unreadable"] in ended.stderr


@dataclass(frozen=True)
class Printed:
    """A bundle published by an urna whose key the test knows, and the codes that it printed."""

    casilla: str
    chunks: tuple[str, ...]
    forged: tuple[str, ...]
    of_another_acta: tuple[str, ...]


@pytest.fixture
def printed(made: Made, copy: Path) -> Printed:
    by, place = made.institute, 1
    urna, stranger = by.urnas().urna(901), by.urnas().urna(901)
    bundle = by.urnas().bundle(made.counts[place], urna)
    (copy / "bundles" / made.bundles[place].name).unlink()
    (copy / "bundles" / bundle.name).write_bytes(bundle.public)
    read = read_public(bundle.public, BundleChecks(by.anchor, judged_at(by.theme), by.theme, Mode.OFICIAL))
    digest = next(bytes.fromhex(m.sha256) for m in read.manifest.members if m.name == "acta.json")
    other = replace(read.acta, ledger=replace(read.acta.ledger, cancelados=9))
    return Printed(
        bundle.casilla.clave,
        make_qr(read.acta, digest, urna.key.sign, OBSERVED),
        make_qr(read.acta, digest, stranger.key.sign, OBSERVED),
        make_qr(other, digest, urna.key.sign, OBSERVED),
    )


def test_the_codes_of_the_published_acta_are_accepted(copy: Path, printed: Printed, tmp_path: Path) -> None:
    text = tmp_path / "qr.txt"
    text.write_text("\n".join(reversed(printed.chunks)))
    ended = run("cli", copy, "--qr", text)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert printed.casilla in ended.stdout


def test_the_codes_are_read_from_pictures(copy: Path, printed: Printed, tmp_path: Path) -> None:
    options: list[object] = []
    for place, chunk in enumerate(printed.chunks):
        picture = tmp_path / f"foto-{place}.png"
        segno.make(chunk, error="m", micro=False).save(str(picture), scale=4)
        options += ["--qr", picture]
    assert run("cli", copy, *options).returncode == 0


@pytest.mark.parametrize(
    ("kind", "code"), [("forged", "K103"), ("of_another_acta", "V403"), ("missing", "Q104"), ("unknown", "V402")]
)
def test_other_codes_are_refused(copy: Path, printed: Printed, tmp_path: Path, kind: str, code: str) -> None:
    chunks = printed.chunks[1:] if kind == "missing" else getattr(printed, kind, printed.chunks)
    if kind == "unknown":
        next((copy / "bundles").glob(f"{printed.casilla}-*")).unlink()
    text = tmp_path / "qr.txt"
    text.write_text("\n".join(chunks))
    ended = run("cli", copy, "--qr", text)
    assert ended.returncode == 1
    assert code in ended.stdout


def test_recount_equals_the_acta(made: Made, sealed: Path) -> None:
    before = sorted(sealed.parent.rglob("*"))
    ended = run("recount", sealed, *recount_arguments(made), *shares(made, 1, 3, 5), "--json")
    assert ended.returncode == 0, ended.stderr
    value = json.loads(ended.stdout)
    for contest, signed in zip(value["contests"], made.counts[0].counts, strict=True):
        assert {k: v for k, v in contest["recuento"].items() if k != "RECHAZADOS"} == dict(signed)
    assert sorted(sealed.parent.rglob("*")) == before


def test_recount_takes_typed_shares(made: Made, sealed: Path) -> None:
    folder = made.folder / "instituto/custodios"
    typed = "".join((folder / f"parte-{n}.txt").read_text() + "\n" for n in (2, 4, 5))
    ended = run("recount", sealed, *recount_arguments(made), stdin=typed)
    assert ended.returncode == 0, ended.stderr
    assert SAY["recount_agrees"] in ended.stdout
    assert typed.split()[0] not in ended.stdout + ended.stderr


@pytest.mark.parametrize("numbers", [(1, 2), (1, 1, 2)])
def test_recount_needs_three_different_shares(made: Made, sealed: Path, numbers: tuple[int, ...]) -> None:
    ended = run("recount", sealed, *recount_arguments(made), *shares(made, *numbers))
    assert ended.returncode == 3
    assert "V503" in ended.stderr


def test_recount_refuses_the_file_of_another_urna(made: Made, sealed: Path) -> None:
    ended = run("recount", sealed, *recount_arguments(made, 1), *shares(made, 1, 2, 3))
    assert ended.returncode == 3
    assert "V502" in ended.stderr


def test_recount_refuses_a_changed_file(made: Made, sealed: Path) -> None:
    data = bytearray(sealed.read_bytes())
    data[len(data) // 2] ^= 1
    sealed.write_bytes(data)
    ended = run("recount", sealed, *recount_arguments(made), *shares(made, 1, 2, 3))
    assert ended.returncode == 3


class Liar(SimulatedUrnas):
    """An urna whose acta says other figures than its records; everything else holds."""

    def _seal(
        self, count: SimulatedCount, store: StoreId, casilla_key: SealingPublicKey, urna: SimulatedUrna
    ) -> tuple[bytes | None, SealedReference]:
        figures = count.counts[0]
        honest = with_figure(with_figure(count, 0, "MC", figures["MC"] - 1), 0, "PRI", figures["PRI"] + 1)
        return super()._seal(honest, store, casilla_key, urna)


def test_recount_names_an_acta_that_differs_from_its_records(made: Made, tmp_path: Path) -> None:
    by = made.institute
    bundle = Liar(by.issuer, by.theme).bundle(made.counts[0])
    sealed, public = tmp_path / bundle.sealed_name, tmp_path / bundle.name
    sealed.write_bytes(bundle.sealed or b"")
    public.write_bytes(bundle.public)
    arguments = recount_arguments(made)
    arguments[arguments.index("--public") + 1] = public
    ended = run("recount", sealed, *arguments, *shares(made, 1, 2, 3))
    assert ended.returncode == 1, ended.stderr
    assert bundle.casilla.clave in ended.stdout
    assert ended.stdout.count("V506") == 2
    assert SAY["recount_differs"] in ended.stdout


def without_acta(made: Made, tmp_path: Path, place: int = 0) -> list[object]:
    """What trustees have of an urna that never closed: its image and its certificate."""
    public = made.bundles[place].public
    certificate = tmp_path / "urna.cert.pem"
    certificate.write_bytes(unpack(public, NAMES, ResultadoInvalido)[4])
    arguments = recount_arguments(made, place)
    at = arguments.index("--public")
    return [*arguments[:at], "--sin-acta", certificate, *arguments[at + 2 :]]


def test_a_store_that_never_closed_is_recounted_without_an_acta(made: Made, sealed: Path, tmp_path: Path) -> None:
    """Sums only, and it says that there is nothing to compare them with."""
    ended = run("recount", sealed, *without_acta(made, tmp_path), *shares(made, 2, 3, 4), "--json")
    assert ended.returncode == 0, ended.stderr
    value = json.loads(ended.stdout)
    assert (value["acta"], value["agrees"], value["casilla"]) == (False, None, "")
    assert value["apart"] == {"anulados": 0, "en_duda": 0, "pendientes": 0}
    for contest, meant in zip(value["contests"], made.counts[0].counts, strict=True):
        assert {k: v for k, v in contest["recuento"].items() if k != "RECHAZADOS"} == dict(meant)
        assert contest["acta"] is None
    text = run("recount", sealed, *without_acta(made, tmp_path), *shares(made, 2, 3, 4)).stdout
    assert SAY["recount_no_acta"] in text
    assert SAY["recount_agrees"] not in text


@pytest.mark.parametrize(("numbers", "code"), [((1, 2), "V503"), ((1, 1, 2), "V503")])
def test_a_recount_without_an_acta_needs_the_trustees_too(
    made: Made, sealed: Path, tmp_path: Path, numbers: tuple[int, ...], code: str
) -> None:
    ended = run("recount", sealed, *without_acta(made, tmp_path), *shares(made, *numbers))
    assert (ended.returncode, ended.stdout) == (3, "")
    assert code in ended.stderr


def test_a_recount_without_an_acta_knows_whose_image_it_is(made: Made, sealed: Path, tmp_path: Path) -> None:
    """The image of one urna under the certificate of another, or no certificate of the institute's at all."""
    arguments = without_acta(made, tmp_path, 1)
    ended = run("recount", sealed, *arguments, *shares(made, 1, 2, 3))
    assert ended.returncode == 3
    assert "V502" in ended.stderr
    stranger = publications_institute().urnas().urna(7)
    Path(str(arguments[arguments.index("--sin-acta") + 1])).write_bytes(stranger.certificate)
    ended = run("recount", sealed, *arguments, *shares(made, 1, 2, 3))
    assert ended.returncode == 3
    assert "V501" in ended.stderr


def test_a_recount_takes_an_acta_or_its_absence_and_not_both(made: Made, sealed: Path, tmp_path: Path) -> None:
    both = [*without_acta(made, tmp_path), "--public", made.folder / "bundles" / made.bundles[0].name]
    neither = [a for a in recount_arguments(made) if a != "--public" and not str(a).endswith(".public.zip")]
    for arguments in (both, neither):
        assert run("recount", sealed, *arguments, *shares(made, 1, 2, 3)).returncode == 2


def test_a_recount_gives_sums_and_never_an_order(made: Made, sealed: Path) -> None:
    """Whatever place records have in the file, what is printed is the same."""
    ended = [run("recount", sealed, *recount_arguments(made), *shares(made, *n)).stdout for n in ((1, 2, 3), (5, 4, 2))]
    assert ended[0] == ended[1]
    assert ended[0].count("\n") < 60


def test_trustees_of_another_election_open_nothing(made: Made, sealed: Path) -> None:
    other = publications_institute()
    files: list[object] = []
    for share in other.shares[:3]:
        path = sealed.parent / f"otra-{share.index}.txt"
        path.write_text(share_text(share, made.institute.theme.election.id.value))
        files += ["--share", path]
    ended = run("recount", sealed, *recount_arguments(made), *files)
    assert ended.returncode == 3
    assert "V504" in ended.stderr
