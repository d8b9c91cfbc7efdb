from __future__ import annotations

import pytest

from edi_service.guide.choose import choose


@pytest.mark.parametrize(
    ("guide", "kind"),
    [
        ("005010X222", "P"),
        ("005010X222A1", "P"),
        ("005010X291", "P"),
        ("005010X298", "P"),
        ("005010X223A2", "I"),
        ("005010X223A3", "I"),
        ("005010X292", "I"),
        ("005010X299", "I"),
        ("005010X224A2", "D"),
        ("005010X300", "D"),
        ("004010X098A1", None),
        ("005010X217", None),
        ("005010", None),
        ("", None),
    ],
)
def test_the_guide_is_chosen_by_its_identifier_whatever_the_erratum(
    guide: str, kind: str | None
) -> None:
    assert choose(guide) == kind
