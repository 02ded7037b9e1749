"""The two programs of strangers, `urna-verify` and `urna-recount`, run on what the stick holds after real cuts.

It must not take anything from the urna but the exported files.
"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from shared.crypto.shares import share_text, split
from tests.flows.institute import Institute
from tests.power_real.judging import intentions

NO_CUT: Final = "V301"
"""Nobody published a cut of these results: the one thing that `urna-verify` may miss."""
THRESHOLD, TRUSTEES = 3, 5
Json = dict[str, Any]


def verified(institute: Institute, exported: Mapping[str, bytes], voted: Sequence[int], folder: Path) -> list[str]:
    """What the two programs say against the files of a stick, or against what the voters meant."""
    shutil.rmtree(folder, ignore_errors=True)
    publics = [name for name in exported if name.endswith(".public.zip")]
    sealed = [name for name in exported if name.endswith(".sealed")]
    if len(publics) != 1 or len(sealed) != 1:
        return [f"the stick holds {sorted(exported)}"]
    _publish(institute, folder)
    files = (folder / "bundles" / publics[0], folder / sealed[0])
    for file in files:
        file.write_bytes(exported[file.name])
    meant = [_plain(figures) for figures in intentions(institute.theme, voted)]
    return [*_verify(folder, meant), *_recount(institute, folder, files, meant)]


def _publish(institute: Institute, folder: Path) -> None:
    """Root and theme, as a publication lays them out."""
    institute.publish(folder)
    (folder / "repositorio").rename(folder / "tema")
    shutil.copy(institute.identity / "trusted-root.json", folder / "tema")
    (folder / "raiz").mkdir()
    for name in ("root.pem", "crl.pem"):
        shutil.copy(institute.identity / name, folder / "raiz")
    (folder / "bundles").mkdir()


def _verify(folder: Path, meant: Sequence[Mapping[str, int]]) -> Iterator[str]:
    report = _program("shared.verify", folder, "--json")
    codes = {problem["code"] for problem in report["problems"]} - {NO_CUT}
    if codes or report["bundles"] != {"published": 1, "valid": 1}:
        yield f"urna-verify: {report['problems']} {report['bundles']}"
        return
    for contest, figures in zip(report["everything"], meant, strict=True):
        (summed,) = contest["entidad"].values()
        if _plain(summed) != figures:
            yield f"urna-verify: meant {figures}, summed {summed}"


def _recount(
    institute: Institute, folder: Path, files: tuple[Path, Path], meant: Sequence[Mapping[str, int]]
) -> Iterator[str]:
    public, sealed = files
    trust = ("--root", folder / "raiz" / "root.pem", "--crl", folder / "raiz" / "crl.pem")
    given: tuple[str | Path, ...] = ("--public", public, "--theme-repo", folder / "tema", *trust)
    label = institute.theme.election.id.value
    for number, text in enumerate(_trustees(bytes(institute.election_key.to_bytes()), label), 1):
        (folder / f"parte-{number}.txt").write_text(text, encoding="ascii")
        given = (*given, "--share", folder / f"parte-{number}.txt")
    report = _program("shared.verify.recount", sealed, *given, "--json")
    if not report["agrees"] or report["problems"]:
        yield f"urna-recount: {report['problems']}"
        return
    for contest, figures in zip(report["contests"], meant, strict=True):
        if _plain(contest["recuento"]) != figures:
            yield f"urna-recount: meant {figures}, counted {contest['recuento']}"


@cache
def _trustees(key: bytes, label: str) -> tuple[str, ...]:
    """The texts of as many trustees' shares as it takes."""
    return tuple(share_text(share, label) for share in split(key, THRESHOLD, TRUSTEES)[:THRESHOLD])


def _program(module: str, *arguments: str | Path) -> Json:
    """What a program answers as JSON. Raises ``RuntimeError`` when it does not."""
    call = f"from {module}{'.cli' * (module == 'shared.verify')} import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", call, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    try:
        answer: Json = json.loads(done.stdout)
    except ValueError:
        raise RuntimeError(f"{module}: {done.returncode} {done.stdout[-500:]} {done.stderr[-1500:]}") from None
    return answer


def _plain(figures: Mapping[str, int]) -> Counter[str]:
    """Figures without zeros."""
    return Counter({key: figure for key, figure in figures.items() if figure})
