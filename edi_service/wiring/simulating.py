"""A simulated payer, put together from a script and the guides that are held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from edi_service.edge.guides import find_guide
from edi_service.edge.inbox import arrivals
from edi_service.edge.letters import keep_letters
from edi_service.service.config import DEFAULT_ZONE
from edi_service.simulator.payer import Payer
from edi_service.simulator.script import DEFAULT, ScriptRefused, parse_script
from edi_service.wiring.asked import CannotDoIt, in_one_sentence, moment

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.simulator.outgoing import Did
    from edi_service.simulator.script import Script

_GUIDE = "005010X217"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorOptions:
    """
    What ``edi-service payer-simulator`` was asked for.

    *as_of* is ISO 8601, or empty for now.
    """

    requests: Path
    out: Path
    script: Path | None = None
    seed: int = 1
    as_of: str = ""
    first_control_number: int = 1


def answer_requests(options: SimulatorOptions) -> tuple[list[Did], list[str]]:
    """
    Answer every file in a folder; what was done about each request, and the files written.

    Raises:
        CannotDoIt: the folder or the script cannot be read, or the answers cannot be written.
    """
    with in_one_sentence():
        payer = _payer(options)
        for arrival in arrivals([str(options.requests)]):
            with arrival.open() as source:
                payer.take(arrival.name, source)
        return payer.journal, keep_letters(options.out, payer.letters())


def _payer(options: SimulatorOptions) -> Payer:
    request, response = find_guide(_GUIDE), find_guide(_GUIDE, "11")
    assert request is not None  # noqa: S101 -- both are shipped
    assert response is not None  # noqa: S101
    return Payer(
        _script(options.script),
        moment=moment(options.as_of, ZoneInfo(DEFAULT_ZONE)),
        request_guide=request,
        response_guide=response,
        seed=options.seed,
        first_control_number=options.first_control_number,
    )


def _script(path: Path | None) -> Script:
    if path is None:
        return DEFAULT
    try:
        return parse_script(path.read_text(encoding="utf-8"))
    except (ScriptRefused, UnicodeDecodeError) as fault:
        message = f"{path}: {fault}"
        raise CannotDoIt(message) from None
