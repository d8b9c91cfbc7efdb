"""What a claim is held against besides itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.codes.sets import NO_CODE_SETS

if TYPE_CHECKING:
    from datetime import date

    from edi_service.codes.sets import CodeSets


class Given(NamedTuple):
    """The code sets at hand, and the day the claim's file was written (GS04) where it is known."""

    codes: CodeSets = NO_CODE_SETS
    file_date: date | None = None


NOTHING_GIVEN = Given()
