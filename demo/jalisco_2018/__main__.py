"""``python -m demo.jalisco_2018 --data DIR --out DIR``: runs it and says what came out; exits 1 when anything differs.

It must not know how any step is done.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from demo.jalisco_2018.election import Result, hold
from demo.jalisco_2018.source import FILE
from demo.processes import Supervisor
from demo.progress import DemoFailedError, Progress
from demo.settings import ROOT
from demo.texts import Words, load_words
from shared.verify.texts import word

TEXTS = Path(__file__).parent / "texts_es.toml"
SHOWN = 20


def main(arguments: list[str] | None = None) -> int:
    """Run; 0 when the verifier agrees."""
    words = load_words(TEXTS)
    given = _arguments(words, arguments)
    progress = Progress(words)
    if not (given.data / FILE).is_file():
        progress.plain(words("falla.datos", archivo=given.data / FILE))
        return 1
    if given.out.exists() and any(given.out.iterdir()):
        progress.plain(words("falla.ocupada", carpeta=given.out))
        return 1
    try:
        with Supervisor(given.out / "registros") as supervisor:
            result = hold(given.data, given.out, supervisor, progress)
    except DemoFailedError as error:
        progress.plain(words("falla.paso", paso=error.step, que=error.what))
        return 1
    for line in describe(result, words):
        progress.plain(line)
    progress.plain(words("resumen.carpeta", carpeta=given.out))
    return int(result.verification.exit)


def describe(result: Result, words: Words) -> Iterator[str]:
    """What came out, line by line."""
    evidence, theme = result.verification.evidence, result.institute.theme
    whole = evidence.everything[0]
    yield words("resumen.titulo")
    yield words(
        "resumen.casillas",
        casillas=f"{len(theme.casillas):,}",
        validos=f"{len(evidence.readings):,}",
        votos=f"{whole.votes:,}",
    )
    names = {candidatura.id.value: candidatura.name for candidatura in theme.contests[0].candidaturas}
    for key, votes in sorted(whole.by_candidatura.items(), key=lambda pair: -pair[1]):
        yield words("resumen.candidatura", votos=f"{votes:,}", nombre=names[key])
    yield words("resumen.nulos", votos=f"{whole.entidad['NULOS']:,}")
    yield from _findings(result, words)
    steps = [words("resumen.tiempo", paso=name, segundos=_seconds(ms)) for name, ms in result.times.steps.items()]
    yield words("resumen.tiempos", pasos=", ".join(steps), total=_seconds(result.times.total_ms))
    problems = result.verification.problems
    yield words("resumen.difiere", cuantas=len(problems)) if problems else words("resumen.coincide")
    yield from (f"  {problem.place}: {word(problem)} [{problem.code}]" for problem in problems[:SHOWN])


def _findings(result: Result, words: Words) -> Iterator[str]:
    evidence, theme = result.verification.evidence, result.institute.theme
    by_clave = {casilla.id.clave: casilla for casilla in theme.casillas}
    yield words("resumen.exceden", cuantas=len(evidence.exceeding))
    for clave in evidence.exceeding:
        votes = sum(evidence.readings[clave].counts[0].values())
        yield words("resumen.casilla", clave=clave, votos=votes, lista=by_clave[clave].lista_nominal)
    yield words("resumen.extranjero", cuantas=sum(casilla.distrito.number == 0 for casilla in theme.casillas))
    for odd in result.oddities:
        taken = ", ".join(f"{key} ({votes})" for key, votes in odd.moved)
        yield words("resumen.rareza", clave=odd.casilla, renglon=odd.key, votos=odd.votes, de=taken)


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000 // 100}"


def _arguments(words: Words, arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="demo.jalisco_2018", description=words("ayuda.programa"))
    default = Path(os.environ.get("URNA_DATA", str(ROOT.parent / "shared" / "data")))
    parser.add_argument("--data", type=Path, default=default, help=words("ayuda.datos"))
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "jalisco-2018", help=words("ayuda.salida"))
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
