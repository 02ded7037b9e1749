"""Why the programs may not start, with a code that people can read out. It must not decide anything."""


class ProgramRefusedError(Exception):
    """The installed programs are not those that two people signed (``U06x``).

    Not of the tree of ``shared.domain.errors``: nothing of the installation may be imported before it is checked.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
