"""The reference of the urna's window: Kivy alone, one rectangle that changes colour when it is touched.

It must not hold anything of the urna but how it prepares Kivy. Run as ``python -m tests.bench.bare_window``.
"""

from urna.ui.environment import WindowSize, prepare
from urna.ui.scratch import kivy_home


def main() -> None:
    """Show it until the process is ended."""
    with kivy_home() as home:
        prepare(WindowSize(), home)
        from kivy.base import runTouchApp  # noqa: PLC0415 - Kivy reads its environment at import
        from kivy.uix.button import Button  # noqa: PLC0415 - same

        button = Button(text="x", background_normal="", background_color=(0.9, 0.9, 0.9, 1))

        def toggle(_button: object) -> None:
            light = button.background_color[0] > 0.5
            button.background_color = (0.1, 0.1, 0.1, 1) if light else (0.9, 0.9, 0.9, 1)

        button.bind(on_release=toggle)
        runTouchApp(button)


if __name__ == "__main__":
    main()
