"""The list of long works: a new one is added here. It must not do any."""

from collections.abc import Mapping
from typing import Final

from server.objetos.tasks import COMPROBAR, ENVIAR
from server.prep.tasks import CORTE
from server.work import Task

TASKS: Final[Mapping[str, Task]] = {task.name: task for task in (CORTE, ENVIAR, COMPROBAR)}
