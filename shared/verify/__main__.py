"""``python -m shared.verify`` is ``urna-verify``. It must not do anything else."""

from shared.verify.cli import main

if __name__ == "__main__":
    main()
