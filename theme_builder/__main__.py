"""``python -m theme_builder`` is the command ``tema``. It must do nothing when imported."""

from theme_builder.cli import main

if __name__ == "__main__":
    main()
