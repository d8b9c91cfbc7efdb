"""
A thread that is told by the operating system when something happens in a folder, and says so.

It is a hint and no more: events get lost, folders of a network have none, and a system runs out of
watches.  Whatever is missed is found by the next look, so that nothing here can fail worse than
slowly.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
import watchfiles
from watchfiles import Change

from edi_service.edge.exchange.folder import TAKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_AT_MOST_EVERY = 500  # milliseconds that events of one folder are gathered for
_AGAIN_AFTER = 60.0  # seconds until folders that cannot be watched are tried again


class Hinting:
    """
    Watches folders until it is stopped.

    Args:
        folders: whom to tell that something has come into which.
        again_after: seconds until it is tried again to watch what could not be watched.
    """

    def __init__(
        self, folders: Mapping[Path, Callable[[], None]], again_after: float = _AGAIN_AFTER
    ) -> None:
        self._folders = {folder.resolve(): tell for folder, tell in folders.items()}
        self._again_after = again_after
        self._stopping = threading.Event()
        self._log = structlog.get_logger()
        self._thread = threading.Thread(target=self._run, name="hints", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._watch()
            except (OSError, RuntimeError) as fault:  # the library's own is a RuntimeError
                self._log.warning("folders are not watched", reason=type(fault).__name__)
                self._stopping.wait(self._again_after)

    def _watch(self) -> None:
        """
        Tell of what happens, until there are other folders to watch or it is time to stop.

        Raises:
            OSError: a folder cannot be watched.
            RuntimeError: likewise, as the library says it.
        """
        watched = {folder for folder in self._folders if folder.is_dir()}
        for changes in watchfiles.watch(
            *watched,
            watch_filter=_is_news,
            debounce=_AT_MOST_EVERY,
            stop_event=self._stopping,
            rust_timeout=int(self._again_after * 1000),
            yield_on_timeout=True,
            recursive=False,
            force_polling=False,
            raise_interrupt=False,
        ):
            for folder in {Path(path).parent for _, path in changes} & self._folders.keys():
                self._folders[folder]()
            gone = {Path(path) for change, path in changes if change is Change.deleted}
            if gone & watched or watched != self._folders.keys():
                return  # what comes to stand under a name that is gone is another folder


def _is_news(_: Change, path: str) -> bool:
    """Whether what happened is more than our own moving files out of the way."""
    return not Path(path).name.startswith(TAKEN)
