"""The server's command in a process that is forked from one which has read its code. It must not do anything else.

Reading it takes three seconds of each process that is started anew; a demonstration starts them so.
"""

import os
import sys
from multiprocessing.connection import Connection

from server import cli


def serve(arguments: list[str], told: Connection) -> None:
    """Be ``servidor`` with these arguments; what it prints goes into ``told``."""
    os.dup2(told.fileno(), sys.stdout.fileno())
    told.close()
    sys.argv = ["servidor", *arguments]
    cli.main()
