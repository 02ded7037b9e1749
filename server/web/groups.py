"""The groups of the staff's navigation that several modules share; a module may as well make one of its own.

It must not know which pages stand in them: each module says so of its own (``Module.nav``).
"""

from typing import Final

from server.module import Group
from server.web import texts

RESULTS: Final = Group(texts.GROUP_RESULTS, 10)
NIGHT: Final = Group(texts.GROUP_NIGHT, 20)
CATALOG: Final = Group(texts.GROUP_CATALOG, 30)
ADMINISTRATION: Final = Group(texts.GROUP_ADMINISTRATION, 40)
