"""The last page of the demonstration: totals, proofs, folder and addresses, and the same as ``resumen.json``.

It must not compute: it words what the cut published and what was compared.
"""

import json
from collections.abc import Iterator
from typing import Any

from demo.election import Summary
from demo.progress import Progress
from demo.settings import Settings


def describe(summary: Summary, settings: Settings, progress: Progress) -> Iterator[str]:
    """The lines of the summary; writes ``resumen.json`` in the folder of the run."""
    words = progress.words
    whole_s = int(progress.elapsed_s)
    yield ""
    yield words("resumen.titulo")
    for outcome in summary.outcomes:
        ledger, task = outcome.acta.ledger, outcome.casilla.assignment
        figures = {"emitidos": ledger.emitidos, "cancelados": ledger.cancelados}
        yield "  " + words("resumen.urna", urna=task.number, casilla=task.casilla, **figures)
    yield "  " + words("resumen.recuento")
    yield "  " + words("resumen.verificador")
    yield ""
    for contest in summary.published["contests"]:
        yield from _contest(contest, progress)
        yield ""
    yield words("resumen.semilla", semilla=settings.seed)
    yield words("resumen.tiempo", minutos=whole_s // 60, segundos=whole_s % 60)
    yield words("resumen.carpeta", carpeta=settings.out)
    yield words("resumen.portal", direccion=summary.portal)
    yield words("resumen.servidor", direccion=summary.server)
    yield words("resumen.entrar", direccion=summary.entrance)
    (settings.out / "resumen.json").write_text(_as_json(summary, settings, progress), encoding="utf-8")


def _contest(contest: dict[str, Any], progress: Progress) -> Iterator[str]:
    words, actas = progress.words, contest["actas"]
    yield words("resumen.eleccion", titulo=contest["title"], votos=f"{contest['votos']:,}")
    yield words("resumen.actas", contabilizadas=actas["contabilizadas"], esperadas=actas["esperadas"])
    for row in sorted(contest["candidaturas"], key=lambda row: -row["votos"]):
        yield words("resumen.candidatura", votos=f"{row['votos']:,}", nombre=row["name"])


def _as_json(summary: Summary, settings: Settings, progress: Progress) -> str:
    value = {
        "seed": settings.seed,
        "seconds": int(progress.elapsed_s),
        "portal": summary.portal,
        "server": summary.server,
        "urnas": [
            {
                "urna": outcome.casilla.assignment.urna,
                "casilla": outcome.casilla.assignment.casilla,
                "emitidos": outcome.acta.ledger.emitidos,
                "cancelados": outcome.acta.ledger.cancelados,
                "counts": [dict(contest.counts) for contest in outcome.acta.contests],
            }
            for outcome in summary.outcomes
        ],
        "contests": summary.published["contests"],
    }
    return json.dumps(value, ensure_ascii=False, indent=1)
