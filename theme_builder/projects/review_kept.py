"""Reviews kept on the disk, so that a large project that was looked at before opens at once. It must not review.

It is kept under the hash of the files that it is of and of the program that made it: either changed, it is made anew.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from shared.crypto.hashing import sha256_hex
from theme_builder.finding import Finding, Severity
from theme_builder.model import RazonSource
from theme_builder.projects.review import Kept, Review, Themed
from theme_builder.workspace import write_file

MOST: Final = 400
PROGRAM: Final = Path(__file__).parents[2]
PARTS: Final = ("theme_builder", "shared")


class KeptOnDisk(Kept):
    """Also a folder of whole reviews; the oldest go when there are too many."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        super().__init__()
        self._folder = folder
        self._most_files = most

    def whole(self, files: Mapping[str, bytes], make: Callable[[], Review]) -> Review:
        """The review of these files, made by ``make`` where none is kept."""
        key = "\n".join(f"{name} {sha256_hex(data)}" for name, data in sorted(files.items()))
        return review_in(self._kept(key, lambda: to_text(make())))

    def found(self, key: str, make: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
        """What ``make`` gives, asked once for one key, by whichever process."""
        return super().found(key, lambda: self._found_on_disk(key, make))

    def _found_on_disk(self, key: str, make: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
        text = self._kept(f"parte {key}", lambda: to_text(Review(make(), awaits_people=False)))
        return review_in(text).findings

    def _kept(self, key: str, make: Callable[[], str]) -> str:
        name = sha256_hex(f"{program()}\n{key}".encode())
        path = self._folder / f"{name}.json"
        with suppress(FileNotFoundError):
            return path.read_text(encoding="utf-8")
        made = make()
        write_file(path, made.encode())
        self._prune()
        return made

    def _prune(self) -> None:
        kept = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        for path in kept[: -self._most_files]:
            path.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def program() -> str:
    """What checks: the hash of every file of this program and of what it shares."""
    paths = [path for part in PARTS for path in sorted((PROGRAM / part).rglob("*")) if path.suffix in {".py", ".toml"}]
    return sha256_hex("".join(sha256_hex(path.read_bytes()) for path in paths).encode())


def to_text(review: Review) -> str:
    """A review as JSON."""
    found = [[f.code, f.severity.value, f.file, f.line, f.field, [*f.params]] for f in review.findings]
    reasons = [each.model_dump() for each in review.reasons]
    themes = [[each.name, each.casillas, each.boletas] for each in review.themes]
    return json.dumps({"found": found, "people": review.awaits_people, "reasons": reasons, "themes": themes})


def review_in(text: str) -> Review:
    """What `to_text` wrote."""
    data = json.loads(text)
    found = tuple(
        Finding(code, Severity(severity), file, line, field, tuple((name, value) for name, value in params))
        for code, severity, file, line, field, params in data["found"]
    )
    reasons = tuple(RazonSource.model_validate(each) for each in data["reasons"])
    return Review(found, data["people"], reasons, tuple(Themed(*each) for each in data["themes"]))
