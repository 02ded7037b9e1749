"""``python -m demo``: one whole election, its summary, and portal and server open until Ctrl-C (``ONCE=1``: ends).

It must not know how any step is done.
"""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from demo.election import Election
from demo.processes import Supervisor, missing_programs
from demo.progress import DemoFailedError, Progress
from demo.settings import ROOT, Settings
from demo.summary import describe
from demo.texts import Words, load_words
from demo.waiting import present_moment

FAILED, INTERRUPTED = 1, 130
PROGRAMS = ("Xvfb", "xdotool", "setpriv")


def main(arguments: list[str] | None = None) -> int:
    """Run; 0 well, 1 when a step failed, 130 when interrupted before the end."""
    settings = _settings(arguments)
    words = load_words()
    progress = Progress(words)
    if missing := missing_programs(PROGRAMS):
        progress.plain(words("falla.falta", programa=", ".join(missing)))
        return FAILED
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with Supervisor(settings.places.logs) as supervisor:
            return _run(settings, supervisor, progress)
    except DemoFailedError as error:
        _explain(error, settings, progress)
        return FAILED
    except KeyboardInterrupt:
        progress.plain(words("falla.interrumpida"))
        return INTERRUPTED


def _run(settings: Settings, supervisor: Supervisor, progress: Progress) -> int:
    summary = Election(settings, supervisor, progress).run()
    for line in describe(summary, settings, progress):
        progress.plain(line)
    if not settings.once:
        progress.plain(progress.words("resumen.sigue"))
        try:
            signal.pause()
        except KeyboardInterrupt:
            supervisor.end()
            progress.plain(progress.words("resumen.fin"))
    return 0


def _explain(error: DemoFailedError, settings: Settings, progress: Progress) -> None:
    words: Words = progress.words
    progress.plain(words("falla.paso", paso=error.step))
    progress.plain(words("falla.que", que=error.what))
    if error.log is not None:
        progress.plain(words("falla.bitacora", bitacora=error.log))
    progress.plain(words("falla.carpeta", carpeta=settings.out))


def _settings(arguments: list[str] | None) -> Settings:
    parser = argparse.ArgumentParser(prog="demo")
    now = present_moment().strftime("%Y%m%d-%H%M%S")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / f"demo-{now}")
    parser.add_argument("--seed", default="jalisco-2018")
    parser.add_argument("--urnas", type=int, default=2)
    parser.add_argument("--voters", type=int, default=20)
    parser.add_argument("--casillas", type=int, default=286)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--portal-port", type=int, default=0)
    given = parser.parse_args(arguments)
    return Settings(
        out=given.out.resolve(),
        seed=given.seed,
        urnas=given.urnas,
        voters=given.voters,
        casillas=given.casillas,
        once=os.environ.get("ONCE") == "1",
        show=os.environ.get("SHOW") == "1",
        port=given.port,
        portal_port=given.portal_port,
    )


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
