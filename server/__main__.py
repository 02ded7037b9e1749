"""Runs ``python -m server`` as the command ``servidor``. It must hold nothing else."""

from server.cli import main

if __name__ == "__main__":
    main()
