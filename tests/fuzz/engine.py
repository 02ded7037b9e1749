"""One target under atheris, in a process of its own: libFuzzer ends the process when it is done.

It must not be imported by a test: atheris rewrites what is imported after it.
"""

import sys

import atheris

from tests.fuzz.catalogue import target

OURS = ["shared", "hardware", "urna", "server.catalog", "tests.fuzz.targets", "webauthn"]


def main() -> None:
    """``python -m tests.fuzz.engine NAME [libFuzzer arguments]``."""
    name, *arguments = sys.argv[1:]
    with atheris.instrument_imports(include=OURS, enable_loader_override=False):
        fuzzed = target(name)
        from tests.fuzz.target import survive  # noqa: PLC0415 - instrumented with the rest

    def one(data: bytes) -> None:
        survive(fuzzed, data)

    atheris.Setup([f"fuzz-{name}", *arguments], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
