from __future__ import annotations

import pytest

from edi_service.policy.certainty import Certainty
from edi_service.policy.model import PayerAlias
from edi_service.policy.payers import PayersRefused, PayerTable, parse_aliases

HEADER = "payer,line_of_business,identifier,claim_filing,source,certainty"


def shipped(payer: str, identifier: str = "", claim_filing: str = "") -> PayerAlias:
    return PayerAlias(
        payer=payer,
        line_of_business="commercial",
        identifier=identifier,
        claim_filing=claim_filing,
        source="a page",
        certainty=Certainty.PARTIAL,
    )


def configured(payer: str, identifier: str = "", claim_filing: str = "") -> PayerAlias:
    return PayerAlias(
        payer=payer,
        line_of_business="commercial",
        identifier=identifier,
        claim_filing=claim_filing,
    )


TABLE = PayerTable(
    [
        shipped("by-filing", claim_filing="CI"),
        shipped("by-identifier", "SX100"),
        shipped("by-both", "SX100", "HM"),
        shipped("too-late", "SX100"),
        shipped("shipped", "77777"),
        configured("configured", "77777"),
        configured("office-filing", claim_filing="VA"),
        shipped("shipped-va", "88888", "VA"),
    ]
)


@pytest.mark.parametrize(
    ("identifier", "claim_filing", "payer"),
    [
        ("SX100", "HM", "by-both"),
        ("SX100", "CI", "by-identifier"),
        ("SX100", "", "by-identifier"),
        (" sx100 ", "ci", "by-identifier"),
        ("other", "CI", "by-filing"),
        ("", "CI", "by-filing"),
        ("77777", "CI", "configured"),
        ("88888", "VA", "office-filing"),
        ("other", "MB", None),
        ("", "", None),
    ],
)
def test_what_says_more_goes_first_and_the_office_before_the_table(
    identifier: str, claim_filing: str, payer: str | None
) -> None:
    found = TABLE.find(identifier, claim_filing)
    assert (found.payer if found else None) == payer


def test_a_table_is_read_with_its_sources() -> None:
    text = f"\ufeff{HEADER}\nva,veterans, ,VA,claim filing indicator VA,A\nx,y,1,,page 2,C\n"

    assert parse_aliases(text) == (
        PayerAlias(
            payer="va",
            line_of_business="veterans",
            claim_filing="VA",
            source="claim filing indicator VA",
            certainty=Certainty.READ,
        ),
        PayerAlias(
            payer="x",
            line_of_business="y",
            identifier="1",
            source="page 2",
            certainty=Certainty.UNVERIFIED,
        ),
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("va,veterans,,,a page,A", "line 2: neither identifier nor claim_filing is given"),
        (",veterans,,VA,a page,A", "line 2: payer is empty"),
        ("va,,,VA,a page,A", "line 2: line_of_business is empty"),
        ("va,veterans,,VA,,A", "line 2: source is empty"),
        ("va,veterans,,VA,a page,", "line 2: certainty is empty"),
        ("va,veterans,,VA,a page,D", "line 2: certainty 'D' is not A, B or C"),
        ("va,veterans,,VA,a page", "line 2: 5 cells under 6 columns"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_line(row: str, says: str) -> None:
    with pytest.raises(PayersRefused) as refused:
        parse_aliases(f"{HEADER}\n{row}\n")
    assert str(refused.value) == says
