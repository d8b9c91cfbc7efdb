"""
The service on a system that gives it no watches, as when their limit is reached.

Run as a program, with the arguments of the service.
"""

from __future__ import annotations

import errno
import sys
from typing import NoReturn

import watchfiles

from edi_service.entry.cli import command_line


def refuse(*_: object, **__: object) -> NoReturn:
    """What inotify says when all its watches are used."""
    raise OSError(errno.ENOSPC, "OS file watch limit reached.")


def main() -> None:
    """Serve."""
    watchfiles.watch = refuse
    command_line(sys.argv[1:])(sys.argv[1:])


if __name__ == "__main__":
    main()
