"""The envelopes around invented claims: ISA to IEA, ST to SE."""

from __future__ import annotations

from dataclasses import dataclass

from edi_service.service.synth.text import segment

DAY = "20261116"  # after every day of service
TIME = "0900"
_SUBMITTER = "INVENTEDCLINICS"
_RECEIVER = "INVENTEDCLEARER"
_LARGEST_CONTROL_NUMBER = 999_999_999


@dataclass(frozen=True, slots=True)
class Envelope:
    """
    One interchange with one functional group.

    *guide* is GS08 and ST03; *number* becomes ISA13 and GS06, so that files of different seeds are
    not taken for one another.
    """

    guide: str
    number: int

    def opening(self) -> str:
        """ISA and GS; ISA15 says that it is a test."""
        submitter, receiver = _SUBMITTER.ljust(15), _RECEIVER.ljust(15)
        blank = " " * 10
        identification = ("00", blank, "00", blank, "ZZ", submitter, "ZZ", receiver)
        standard = ("^", "00501", self._control_number, "0", "T", ":")
        return segment("ISA", *identification, DAY[2:], TIME, *standard) + segment(
            "GS", "HC", _SUBMITTER, _RECEIVER, DAY, TIME, self._group_number, "X", self.guide
        )

    def set_opening(self, count: int) -> str:
        """ST to loop 1000B of the transaction set so many in the group, counted from 1."""
        reference = f"{self._control_number}{_set_number(count)}"
        return (
            segment("ST", "837", _set_number(count), self.guide)
            + segment("BHT", "0019", "00", reference, DAY, TIME, "CH")
            + segment("NM1", "41", "2", "INVENTED CLINICS", "", "", "", "", "46", _SUBMITTER)
            + segment("PER", "IC", "BILLING OFFICE", "TE", "5555550100")
            + segment("NM1", "40", "2", "INVENTED CLEARING HOUSE", "", "", "", "", "46", _RECEIVER)
        )

    def set_closing(self, count: int, segments: int) -> str:
        """SE of that transaction set; *segments* counts ST and SE too."""
        return segment("SE", str(segments), _set_number(count))

    def closing(self, sets: int) -> str:
        """GE and IEA after so many transaction sets."""
        return segment("GE", str(sets), self._group_number) + segment(
            "IEA", "1", self._control_number
        )

    @property
    def _control_number(self) -> str:
        return f"{1 + self.number % _LARGEST_CONTROL_NUMBER:09d}"

    @property
    def _group_number(self) -> str:
        return str(int(self._control_number))


def _set_number(count: int) -> str:
    return f"{count:04d}"
