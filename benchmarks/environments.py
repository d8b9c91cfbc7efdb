"""The peers from the package index, each in a virtual environment of its own."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.child import ChildFailed, python, run

if TYPE_CHECKING:
    from benchmarks.child import Ended

DRIVERS = Path(__file__).with_name("peers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """
    One way of using a package.

    Attributes:
        package: its name in the index.
        version: the version measured, so that two runs measure the same.
        does: the level of its work, for people.
        driver: the name of the script in ``peers/`` that does it and prints how many claims.
        beside: what else must be installed, and why is said where it is asked for.
    """

    package: str
    version: str
    does: str
    driver: str
    beside: tuple[str, ...] = ()


_SPLITS = "splits segments into elements, nothing checked"
_MODELS = "typed models, which check types, codes and the sum of lines"
_OLD_PYDANTIC = ("pydantic<2",)  # it does not import with pydantic 2, though it does not say so

PEERS = (
    Peer(
        package="linuxforhealth-x12",
        version="0.57.0",
        does=_SPLITS,
        driver="linuxforhealth_segments",
        beside=_OLD_PYDANTIC,
    ),
    Peer(
        package="linuxforhealth-x12",
        version="0.57.0",
        does=_MODELS,
        driver="linuxforhealth_models",
        beside=_OLD_PYDANTIC,
    ),
    Peer(package="x12sdk", version="2.2.0", does=_SPLITS, driver="x12sdk_segments"),
    Peer(package="x12sdk", version="2.2.0", does=_MODELS, driver="x12sdk_models"),
    Peer(
        package="openx12",
        version="0.2.1",
        does="flat claim dictionaries, the whole file in memory, nothing checked",
        driver="openx12_claims",
    ),
)


def default_home() -> Path:
    """Where environments are kept from one run to the next: the user's cache folder."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "edi-service" / "benchmark-peers"


def install(peer: Peer, home: Path) -> Path:
    """
    The interpreter of *peer*'s environment under *home*, made when it is not there yet.

    Raises:
        ChildFailed: it cannot be installed; the message is what pip said.
    """
    folder = home / f"{peer.package}-{peer.version}"
    interpreter, finished = folder / "bin" / "python", folder / "finished"
    if finished.exists():
        return interpreter
    shutil.rmtree(folder, ignore_errors=True)
    run(python("-m", "venv", folder))
    pip = [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, f"{peer.package}=={peer.version}", *peer.beside], is_stranger=True)
    finished.touch()
    return interpreter


def drive(peer: Peer, interpreter: Path, path: Path, claims: int) -> Ended:
    """
    Let *peer* do its work on *path*.

    Raises:
        ChildFailed: it failed, or did not find all the *claims*.
    """
    driver = DRIVERS / f"{peer.driver}.py"
    ended = run([str(interpreter), str(driver), str(path)], is_stranger=True)
    found = re.search(r"^(\d+) claims$", ended.written, re.MULTILINE)
    if found is None or int(found[1]) != claims:
        message = f"{peer.driver} found {found[1] if found else 'no'} of {claims} claims"
        raise ChildFailed(message)
    return ended
