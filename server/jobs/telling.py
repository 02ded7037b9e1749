"""What a job says of itself while it is done, and what is told of its failure. It must hold no personal datum."""

from server.context import Context
from server.jobs import repository
from shared.domain.errors import DatoInvalido


class Teller:
    """``Progress`` of one job."""

    def __init__(self, context: Context, job: int) -> None:
        self._context = context
        self._job = job

    async def __call__(self, done: int, total: int) -> None:
        """Tell people how far it is."""
        await self._tell(done=done, total=total)

    async def failed(self, error: Exception) -> None:
        """Tell why a try failed: a stable code, or the kind of error and not its words."""
        await self._tell(fault=error.code if isinstance(error, DatoInvalido) else type(error).__name__)

    async def sound(self) -> None:
        """It was done: what failed before is no fault of it."""
        await self._tell(fault="")

    async def _tell(self, **values: object) -> None:
        async with self._context.writing() as session:
            await repository.note(session, self._job, **values)
