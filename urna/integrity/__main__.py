"""The launcher as a script: puts its own tree last in the path, for its own modules. It must not import another."""

import importlib
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[2]))
    sys.exit(importlib.import_module("urna.integrity.launcher").main(sys.argv[1:]))
