"""What a claim of the store is looked at again with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from edi_service.edge import knowledge
from edi_service.wiring.asked import read_desk, read_outside
from edi_service.wiring.codes import existing_code_folder

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.facts.outside import Outside
    from edi_service.service.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowing:
    """The files to look with, and the moment; as for ``process``."""

    as_of: str = ""
    policies: tuple[Path, ...] = ()
    facts: Path | None = None
    encounters: Path | None = None
    eligibility: Path | None = None
    authorizations: Path | None = None
    config: Path | None = None
    codes: Path | None = None


class Known(NamedTuple):
    """What those files hold."""

    desk: Desk
    outside: Outside


def read_knowing(knowing: Knowing) -> Known:
    """
    Read what *knowing* names.

    Raises:
        Refused: a file does not hold what it should.
        OSError: a file cannot be read.
    """
    desk = read_desk(
        knowing.config,
        knowing.policies,
        codes=knowledge.read_code_sets(existing_code_folder(knowing.codes, knowing.config)),
        authorizations=knowing.authorizations,
        as_of=knowing.as_of,
    )
    zone = ZoneInfo(desk.config.zone)
    return Known(desk, read_outside(knowing.facts, knowing.encounters, knowing.eligibility, zone))
