"""Who is asked and told in a ceremony: a terminal, a page, or a script. It must not decide what is asked."""

from typing import Protocol


class Hands(Protocol):
    """Who is asked and told: a terminal, or a script of a rehearsal."""

    def say(self, words: str) -> None:
        """Tell everybody."""
        ...

    def ask(self, words: str) -> str:
        """Ask for what everybody may see."""
        ...

    def secret(self, words: str) -> str:
        """Ask for what is not shown."""
        ...
