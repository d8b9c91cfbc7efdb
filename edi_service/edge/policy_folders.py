"""Folders of policies as they lie on disk: which policy is where, and what lies beside it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from edi_service.edge import resources
from edi_service.edge.knowledge import KnowledgeRefused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any

    from edi_service.policy.model import Policy

CASES = ".cases.toml"


def shipped() -> Path:
    """The folder of the policies that are shipped."""
    return resources.policies() / "library"


def examples() -> Path:
    """The folder of invented payers, which shows the language at work."""
    return resources.policies() / "examples"


def ids(folder: Path) -> frozenset[str]:
    """The ids of the policies in *folder*, by where they lie."""
    return frozenset(
        path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.xml")
    )


def gone(folder: Path, beside: Path) -> frozenset[str]:
    """
    The ids of shipped policies that somebody took out of *folder*.

    A folder of one's own need not repeat the library.  So a policy that is not in it is gone only
    where *folder* has the payer's other files, or where *beside*, one's own as well, has it.
    """
    absent = ids(shipped()) - ids(folder)
    of_payers = {each for each in absent if (folder / each).parent.is_dir()}
    is_own = beside.resolve() != shipped().resolve()
    return frozenset(of_payers | (absent & ids(beside) if is_own else set()))


def as_shipped(folder: Path, beside: Path) -> tuple[str, ...]:
    """
    The payers of whom *folder* has nothing, and whose policies count as they are shipped.

    Only where *beside* is the library itself: *folder* may be one of one's own, which need not
    repeat it, or a copy out of which somebody took a payer, and nothing tells which.
    """
    if beside.resolve() != shipped().resolve():
        return ()
    counted = ids(shipped()) - ids(folder) - gone(folder, beside)
    return tuple(sorted({each.partition("/")[0] for each in counted}))


def others(folders: Iterable[Path]) -> tuple[Path, ...]:
    """*folders* without the shipped one, which is read whether or not it is named."""
    return tuple(each for each in folders if each.resolve() != shipped().resolve())


def cases_beside(policy: Policy, folders: Iterable[Path]) -> dict[str, Any]:
    """
    What stands in the ``.cases.toml`` of *policy*, which lies in one of *folders*; empty: none.

    Raises:
        KnowledgeRefused: it is no TOML.
    """
    path = next(filter(lambda path: path.is_file(), cases_paths(policy, folders)), None)
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        message = f"the cases {path} are refused: {fault}"
        raise KnowledgeRefused(message) from None


def place_of_case(policy: Policy, folders: Iterable[Path], name: str) -> str:
    """File and line at which the case *name* of *policy* stands, for a person to go to."""
    path = next(filter(lambda path: path.is_file(), cases_paths(policy, folders)))
    lines = path.read_text(encoding="utf-8").splitlines()
    named = (number for number, line in enumerate(lines, 1) if name and name in line)
    number = next(named, None)
    return str(path) if number is None else f"{path}, line {number}"


def cases_without_policy(folder: Path) -> list[Path]:
    """The ``.cases.toml`` in *folder* that stand beside no policy."""
    return [
        path
        for path in sorted(folder.rglob(f"*{CASES}"))
        if not path.with_name(path.name.removesuffix(CASES) + ".xml").is_file()
    ]


def cases_paths(policy: Policy, folders: Iterable[Path]) -> Iterable[Path]:
    """Where the cases of *policy* would lie in each of *folders* that holds it."""
    for folder in folders:
        path = folder / f"{policy.id}.xml"
        if path.is_file():
            yield path.with_name(path.stem + CASES)
