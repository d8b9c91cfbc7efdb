"""
The simulated payer: requests in, and what it sends back, in the order it is handed over.

The same files, script, seed and moment always give the same letters.  Nothing that comes in
raises: what cannot be read is refused by TA1 or 999, and what cannot be looked at by an AAA.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from msgspec.structs import replace

from edi_service.acknowledge.ledger import Ledger
from edi_service.finding import Report
from edi_service.simulator.asked import read_request
from edi_service.simulator.numbers import Numbers
from edi_service.simulator.outgoing import Did, Outcome, Outgoing, Sent
from edi_service.simulator.receipt import Receipts
from edi_service.simulator.replies import Replies
from edi_service.simulator.script import Does, Instruction
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from datetime import datetime

    from edi_service.acknowledge.judge import GroupLedger, InterchangeLedger
    from edi_service.guide.definition import Guide
    from edi_service.simulator.asked import Asked
    from edi_service.simulator.script import Script

_ACKNOWLEDGMENTS = "FA"  # GS01 of what is not acknowledged in turn
_NO_INSTRUCTION = Instruction()
_CANCEL = "3"  # UM02


class _Told(NamedTuple):
    """A request, and what the script says of it."""

    asked: Asked
    rule: int
    instruction: Instruction


class Payer:
    """
    Takes files one after another, then gives out what it sends.

    Args:
        script: what it is to do.
        moment: the date and time of its answers.
        request_guide: the guide of requests, 005010X217.
        response_guide: the guide of responses, which it holds its own answers against.
        seed: of all that is drawn.
        first_control_number: ISA13 of the first letter.

    Attributes:
        journal: what was done about each request, in the order they came.
    """

    def __init__(  # noqa: PLR0913 -- what it does, when, by which guides, and its numbers
        self,
        script: Script,
        *,
        moment: datetime,
        request_guide: Guide,
        response_guide: Guide,
        seed: int = 1,
        first_control_number: int = 1,
    ) -> None:
        self._script = script
        self._moment = moment
        self._guide = request_guide
        self._seed = seed
        self._outgoing = Outgoing(first_control_number)
        self._receipts = Receipts(moment, self._outgoing.next_number)
        self._replies = Replies(self._outgoing, moment, response_guide, seed)
        self._requests = 0
        self.journal: list[Did] = []

    def take(self, name: str, source: BinaryIO) -> None:
        """Read the file *name* to its end, and work out what is answered."""
        report = Report()
        ledger = Ledger(report)
        asked: dict[int, Asked] = {}
        blocks = ledger.watch(read_blocks(source, report))
        for one in read_sets(blocks, report, Tally()):
            asked[one.position.segment] = read_request(one, self._guide, report)
        ledger.add_findings(report.take())
        interchanges = list(ledger.take())
        for interchange in interchanges:
            self._answer(name, interchange, asked)
        if not interchanges:
            self.journal.append(Did(input=name, did="nothing", note="It holds no interchange."))

    def letters(self) -> list[Sent]:
        """All that is sent, by the moment it bears, or shuffled when the script says so."""
        if self._script.shuffle:
            return self._outgoing.shuffled(self._seed)
        return self._outgoing.in_order()

    def _answer(self, name: str, interchange: InterchangeLedger, asked: dict[int, Asked]) -> None:
        """Send the TA1, the 999 of each group and the 278s."""
        told = [
            (group, [self._instruct(asked[one.segment]) for one in group.sets])
            for group in interchange.groups
        ]
        every = [one for _, sets in told for one in sets]
        is_refused = any(one.instruction.interchange == "reject" for one in every)
        rejects, data = self._receipts.of_interchange(interchange, is_refused=is_refused)
        if data is not None:
            self._outgoing.send(Sent("TA1", self._moment, data))
        if rejects:
            for one in every:
                outcome = Outcome("TA1", one.rule, "The interchange is refused.")
                self.journal.append(Did.about(name, one.asked, outcome))
            return
        for group, sets in told:
            self._answer_group(name, interchange, group, sets)

    def _answer_group(
        self, name: str, interchange: InterchangeLedger, group: GroupLedger, sets: list[_Told]
    ) -> None:
        found = self._receipts.judge_group(
            group,
            refused={
                one.asked.segment for one in sets if one.instruction.acknowledgment == "reject"
            },
            foreign={one.asked.segment for one in sets if not one.asked.is_review},
        )
        is_said = not sets or any(one.instruction.acknowledgment != "none" for one in sets)
        if is_said and group.header.functional_id != _ACKNOWLEDGMENTS:
            data = self._receipts.of_group(interchange, group, found)
            self._outgoing.send(Sent("999", self._moment, data))
        for one, said in zip(sets, found.sets, strict=True):
            if not (said.verdict.is_accepted and found.verdict.is_accepted):
                is_review = one.asked.is_review
                note = "It is refused." if is_review else "It is no request of 005010X217."
                outcome = Outcome("999", one.rule, note)
            else:
                outcome = self._replies.reply(*one)
            self.journal.append(Did.about(name, one.asked, outcome))

    def _instruct(self, asked: Asked) -> _Told:
        """The first rule that fits; else what the mix draws, or the default."""
        if not asked.is_review:
            return _Told(asked, 0, _NO_INSTRUCTION)
        self._requests += 1
        for number, rule in enumerate(self._script.answer, 1):
            if rule.fits(
                payer=asked.payer,
                procedures=asked.procedures,
                review=asked.review,
                order=self._requests,
            ):
                return _Told(asked, number, rule)
        decision = self._drawn(asked)
        if decision is None and asked.review == _CANCEL:
            decision = Does.CANCEL
        default = self._script.default
        return _Told(asked, 0, replace(default, decision=decision) if decision else default)

    def _drawn(self, asked: Asked) -> Does | None:
        """What the mix draws; None when there is none."""
        every = list(self._script.decisions())
        place = Numbers(self._seed, asked.reference).draw("mix")
        return every[place % len(every)] if every else None
