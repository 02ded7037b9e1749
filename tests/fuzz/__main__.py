"""``make fuzz``: every target under atheris for some seconds, a line each. A finding must not pass: it fails the run.

``python -m tests.fuzz [--seconds N] [--jobs N] [NAME...]`` fuzzes; ``python -m tests.fuzz --again NAME FILE...`` reads
inputs that were found before, once each, with the whole trace.
"""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.fuzz.catalogue import names, target
from tests.fuzz.target import survive

OUT: Final = Path("out") / "fuzz"
MEMORY_MB: Final = 1024
ONE_INPUT_S: Final = 20
MEMORY_DISK: Final = Path("/dev/shm")  # noqa: S108 - private folders are made in it
_EXECUTED: Final = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_COVERAGE: Final = re.compile(r"cov: (\d+) ft: (\d+)")
_FOUND: Final = re.compile(r"Test unit written to (\S+)")


@dataclass(frozen=True)
class Result:
    """What libFuzzer said of one target."""

    name: str
    executions: int
    coverage: int
    findings: tuple[str, ...]
    failed: bool

    def line(self) -> str:
        """For people."""
        end = (
            "sin hallazgos"
            if not self.failed
            else "HALLAZGO " + (", ".join(self.findings) or f"see {OUT / self.name}.log")
        )
        return f"{self.name:<13} {self.executions:>10,} executions {self.coverage:>6,} edges  {end}"


def fuzz(name: str, seconds: int) -> Result:
    """Fuzz one target; its corpus grows from run to run below ``out/fuzz``."""
    folder = OUT / name
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    found = target(name)
    for number, seed in enumerate(found.seeds()):
        (corpus / f"seed-{number:02d}").write_bytes(seed)
    words = folder / "words.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in found.dictionary), encoding="ascii")
    line = [
        *(sys.executable, "-m", "tests.fuzz.engine", name, str(corpus), f"-max_total_time={seconds}"),
        *(f"-max_len={found.max_len}", *([f"-dict={words}"] if found.dictionary else [])),
        *(f"-artifact_prefix={folder}/", "-print_final_stats=1"),
        *(f"-rss_limit_mb={MEMORY_MB}", f"-timeout={ONE_INPUT_S}", "-use_value_profile=0"),
    ]
    environment = {**os.environ, **({"TMPDIR": str(MEMORY_DISK)} if MEMORY_DISK.is_dir() else {})}
    ran = subprocess.run(line, capture_output=True, text=True, check=False, errors="replace", env=environment)
    (OUT / f"{name}.log").write_text(ran.stdout + ran.stderr, encoding="utf-8")
    return _result(name, ran)


def _result(name: str, ran: subprocess.CompletedProcess[str]) -> Result:
    executed = _EXECUTED.findall(ran.stderr)
    coverage = _COVERAGE.findall(ran.stderr)
    return Result(
        name,
        int(executed[-1]) if executed else 0,
        int(coverage[-1][0]) if coverage else 0,
        tuple(_FOUND.findall(ran.stderr)),
        failed=ran.returncode != 0,
    )


def _escaped(word: bytes) -> str:
    return "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\x{b:02x}" for b in word)


def again(name: str, files: Sequence[Path]) -> None:
    """Read each file once, without atheris: the trace is the finding."""
    for file in files:
        sys.stdout.write(f"{file}: {survive(target(name), file.read_bytes()) or 'taken'}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """1 when anything was found."""
    parser = argparse.ArgumentParser("tests.fuzz")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("names", nargs="*", default=[])
    asked = parser.parse_args(arguments)
    if asked.again:
        again(asked.names[0], [Path(file) for file in asked.names[1:]])
        return 0
    failed = False
    with ThreadPoolExecutor(asked.jobs) as pool:
        for result in pool.map(lambda name: fuzz(name, asked.seconds), asked.names or names()):
            sys.stdout.write(result.line() + "\n")
            sys.stdout.flush()
            failed = failed or result.failed
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
