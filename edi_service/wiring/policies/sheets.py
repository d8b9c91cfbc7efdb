"""The page that front desk and billers keep of a payer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from edi_service.edge import knowledge, policy_folders
from edi_service.edge.sheet_page import sheet_page
from edi_service.policy.model import ANY_PAYER
from edi_service.report.sheet import Example, make_sheet
from edi_service.wiring.asked import CannotDoIt, in_one_sentence
from edi_service.wiring.policies.looking import day_of, read_policies

if TYPE_CHECKING:
    from pathlib import Path


def payer_sheet(
    payer: str, folders: tuple[Path, ...], *, as_of: str = "", config: Path | None = None
) -> str:
    """
    The sheet of *payer* as one HTML page.

    Args:
        payer: its key in the policy library.
        folders: policies besides the library.
        as_of: the day of services and requests, in ISO 8601; today when empty.
        config: names the zone of the worked examples.

    Raises:
        CannotDoIt: no policy of that payer is held, or something cannot be read.
    """
    with in_one_sentence():
        policies = read_policies(folders)
        known = sorted({policy.payer for policy in policies} - {ANY_PAYER})
        if payer not in known:
            message = f"no policy of the payer {payer} is held; there are {', '.join(known)}"
            raise CannotDoIt(message)
        titles = knowledge.read_document_titles(policy_folders.others(folders))
        zone = ZoneInfo(knowledge.read_config(config).zone)
        return sheet_page(make_sheet(payer, policies, titles, Example(day_of(as_of), zone)))
