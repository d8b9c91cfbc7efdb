"""From an instruction to the 278s that answer a request: one, several, or one now and one later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.acknowledge.answering import answer_envelope
from edi_service.simulator.asked import GUIDE
from edi_service.simulator.complaints import complaint
from edi_service.simulator.echo import Echo
from edi_service.simulator.letter import Letter
from edi_service.simulator.numbers import Numbers
from edi_service.simulator.outgoing import Outcome, Sent
from edi_service.simulator.proof import write_proved
from edi_service.simulator.receipt import as_test
from edi_service.simulator.script import Does
from edi_service.simulator.verdict import decide, rejected

if TYPE_CHECKING:
    from datetime import datetime

    from edi_service.guide.definition import Guide
    from edi_service.simulator.asked import Asked
    from edi_service.simulator.outgoing import Outgoing
    from edi_service.simulator.script import Instruction
    from edi_service.simulator.verdict import Verdict


class Replies:
    """
    Writes the answers.

    Args:
        outgoing: takes them.
        moment: of an answer that is not late.
        guide: of responses.
        seed: of all that is drawn.
    """

    def __init__(self, outgoing: Outgoing, moment: datetime, guide: Guide, seed: int) -> None:
        self._outgoing = outgoing
        self._moment = moment
        self._guide = guide
        self._seed = seed
        self._echo = Echo(guide)

    def reply(self, asked: Asked, rule: int, instruction: Instruction) -> Outcome:
        """Answer a request that was accepted as rule number *rule* says, 0 being no rule."""
        numbers = Numbers(self._seed, asked.reference)
        moment = self._moment + timedelta(days=instruction.late_days)
        if instruction.decision is Does.SILENCE:
            return Outcome(Does.SILENCE, rule)
        if not rule and (found := complaint(asked)) is not None:
            note = self._send(asked, rejected(found, asked, numbers), instruction, moment)
            return Outcome(Does.REJECT, rule, f"AAA03 {found.reason} in loop {found.level}.{note}")
        note = self._send(asked, decide(asked, instruction, numbers), instruction, moment)
        if instruction.then is not None:
            moment += timedelta(days=instruction.then_days)
            later = replace(instruction, decision=instruction.then, reasons=(), times=1)
            verdict = decide(asked, later, numbers)
            note = self._send(asked, verdict, later, moment) or note
        return Outcome(instruction.decision, rule, note, is_fault=bool(note))

    def _send(
        self, asked: Asked, verdict: Verdict, instruction: Instruction, moment: datetime
    ) -> str:
        """Send an answer as often as is wanted; returns what is wrong with it, in a sentence."""
        numbers = Numbers(self._seed, asked.reference)
        letter = Letter(asked, verdict, numbers, moment, self._echo, is_unknown=instruction.unknown)
        texts, note = list(letter.texts()), ""
        for _ in range(instruction.times):
            envelope = answer_envelope(
                asked.interchange,
                asked.group,
                moment=moment,
                control_number=self._outgoing.next_number(),
                functional_id="HI",
                set_id="278",
                guide=GUIDE,
            )
            data, note = write_proved(texts, as_test(envelope), self._guide)
            self._outgoing.send(Sent("278", moment, data, asked.reference))
        return note
