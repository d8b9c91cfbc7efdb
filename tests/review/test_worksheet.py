from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from edi_service.cases.model import Clock, Decision, Evidence, Step
from edi_service.claims.model import Diagnosis, Procedure
from edi_service.codes.clock import Deadline
from edi_service.policy.model import Channel, CircumstanceCode, Event
from edi_service.review.profile import Partner
from edi_service.review.worksheet import worksheet
from edi_service.review.worksheet_lines import COLUMNS
from tests.builders import a_claim as claim_text
from tests.builders import a_line as line_text
from tests.builders import an_interchange, read_one
from tests.review.making import (
    OF_DEPENDENT,
    a_case,
    a_line,
    a_professional,
    a_stay,
    about_stay,
    ask,
    with_subscriber,
)

if TYPE_CHECKING:
    from edi_service.cases.model import Case

SHEET = """\
RETROSPECTIVE REVIEW WORKSHEET
------------------------------
Next action:        Ask through the payer's portal by 2026-12-01; use the
                    worksheet.
Case:               0123456789abcdef
Payer:              example-health, commercial
Channel:            portal
Amount at risk:     $1,500.00
Policy:             example-health/surgery, revision of 2026-01-01
Source:             Invented Provider Manual, section 7
                    (https://payer.example/manual.pdf; read 2026-03-02,
                    certainty A)

WHY AND UNTIL WHEN
------------------
Decision:           allowed (firm)
Deadline:           2026-12-01
Counted:            60 calendar-days from first-day-of-service (2026-10-02)
Circumstance:       coverage-unknown
* CLM20: the claim gives 1, proof of eligibility unknown

HOW TO ASK
----------
Enter the request in the payer's portal.  Choose a retrospective or post-
service review where the portal offers one, attach the documents, and keep the
confirmation number.

MEMBER AND PATIENT
------------------
Member:             DOE, JANE
Member born:        1980-01-01 F
Member number:      MEM0001
Group:              GRP01
Patient:            DOE, JIM Q JR
Patient born:       2010-01-01 M
Account number:     PCN12345

PROVIDERS
---------
Billing:            INVENTED ORTHOPEDIC GROUP; NPI 1234567893; tax number
                    123456789; taxonomy 207X00000X

DATES AND PLACE
---------------
Days of service:    2026-10-02
Place of service:   22
Accident:           2026-10-01

DIAGNOSES
---------
1. S8252XA (ABK)
2. W010XXA (ABF)

SERVICES AT ISSUE
-----------------
line 1: 27759 RT; 2026-10-02; 1 UN; $1,500.00

DOCUMENTS
---------
[held]   operative note
[to get] proof that the card was refused

HOW THE DECISION WAS REACHED
----------------------------
* PA01: 27759 needs an authorization; the claim shows none [Invented Provider
  Manual]
* RT01: coverage was not known
"""


def portal_case(**changes: Any) -> Case:
    case = a_case(
        channel=Channel.PORTAL,
        next_action="Ask through the payer's portal by 2026-12-01; use the worksheet.",
        evidence=(Evidence("CLM20", "the claim gives 1, proof of eligibility unknown"),),
        clock=Clock(Event.FIRST_DAY_OF_SERVICE, date(2026, 10, 2), 60, "calendar-days"),
        documents=("operative note", "proof that the card was refused"),
        trace=(
            Step(
                "PA01",
                "27759 needs an authorization; the claim shows none",
                "Invented Provider Manual",
            ),
            Step("RT01", "coverage was not known"),
        ),
    )
    return msgspec.structs.replace(case, **changes)


def test_a_worksheet_says_all_that_has_to_be_entered() -> None:
    claim = a_professional(parties=OF_DEPENDENT, accident=date(2026, 10, 1))
    assert worksheet(portal_case(), claim, held_documents=["operative note"]) == SHEET


@pytest.mark.parametrize("channel", list(Channel))
def test_each_channel_has_a_hint_of_its_own(channel: Channel) -> None:
    sheets = {
        other: worksheet(a_case(channel=other), a_professional()).split("HOW TO ASK")[1][:200]
        for other in Channel
    }
    assert len(set(sheets.values())) == len(Channel)
    by_partner = worksheet(a_case(), a_professional(), Partner(channel=channel))
    assert sheets[channel] in by_partner
    assert f"Channel:            {channel.value}\n" in by_partner


def test_an_undetermined_case_says_what_to_find_out() -> None:
    case = a_case(
        decision=Decision.UNDETERMINED,
        missing_facts=("eligibility_added", "network"),
        deadline=None,
        circumstance=None,
        clock=Clock(Event.ELIGIBILITY_ADDED, None, 30, "calendar-days"),
    )
    sheet = worksheet(case, a_professional())
    assert "Find out first:     eligibility_added, network\n" in sheet
    assert "Deadline:           none known\n" in sheet
    assert "30 calendar-days from eligibility-added (an unknown" in sheet
    assert "Circumstance:       none\n" in sheet
    unnamed = msgspec.structs.replace(case, missing_facts=())
    assert "Find out first:     the payer's rule\n" in worksheet(unnamed, a_professional())


def test_a_deadline_of_hours_has_its_hour() -> None:
    case = a_case(deadline=Deadline(datetime(2026, 12, 1, 8, 0, tzinfo=UTC)))
    assert "2026-12-01T08:00:00+00:00" in worksheet(case, a_professional())


def test_a_stay_shows_its_days_and_procedures() -> None:
    sheet = worksheet(about_stay(), a_stay())
    assert "Days of service:    2026-10-02 to 2026-10-06\n" in sheet
    assert "Admitted:           2026-10-02\n" in sheet
    assert "Discharged:         2026-10-06\n" in sheet
    assert "Bill type:          11\n" in sheet
    assert "The claim as a whole is at issue.\n" in sheet
    assert "procedure: 027034Z (BBR) on 2026-10-02\n" in sheet
    assert "line 1: revenue code 0120;" in sheet
    undated = a_stay(procedures=(Procedure("BBR", "027034Z"),), patient_status="30")
    sheet = worksheet(about_stay(), undated)
    assert "procedure: 027034Z (BBR)\n" in sheet
    assert "Discharged" not in sheet


def test_providers_of_claim_and_lines_are_listed() -> None:
    line = line_text(1, extra="NM1*DK*1*ORDER*OSCAR****XX*1245319599~")
    claim = read_one(an_interchange(claim_text(line)))
    sheet = worksheet(a_case(), claim)
    assert "Rendering:          MERCER, JOAN; NPI 1598765430; taxonomy 207Q00000X\n" in sheet
    assert "Ordering, line 1:   ORDER, OSCAR; NPI 1245319599\n" in sheet


def test_what_stands_in_the_way_is_named_with_its_remedy() -> None:
    claim = with_subscriber(a_professional(), identifier="")
    case = a_case(held_by=("CM01",))
    sheet = worksheet(case, claim, findings=ask(claim).findings)
    assert "* CM01: mend this finding first" in sheet
    assert "* RQ05: NM109 of loop 2010BA is empty." in sheet
    assert "Member number:      (not on the claim)\n" in sheet


def test_a_source_that_is_not_certain_is_to_be_checked() -> None:
    assert "Check first:" not in worksheet(a_case(), a_professional())
    sheet = worksheet(a_case(doubts=("it is old", "it is stale")), a_professional())
    assert "Check first:        it is old; it is stale.\n" in sheet
    assert "Decision:           allowed (check)\n" in sheet


def test_nothing_known_is_said_to_be_not_known() -> None:
    claim = a_professional(diagnoses=(), lines=(), facility_code="")
    sheet = worksheet(a_case(), claim)
    assert "Place of service:   (not on the claim)\n" in sheet
    assert "Days of service:    (not on the claim)\n" in sheet
    assert "---------\n(not on the claim)\n" in sheet
    assert "The policy names none; have the clinical record ready.\n" in sheet
    dateless = a_professional(lines=(a_line(starts=None, quantity=Decimal(0)),))
    assert "line 1: 27759 RT; $1,500.00\n" in worksheet(a_case(), dateless)
    place = a_professional(lines=(a_line(place_of_service="11", description="SHIN"),))
    assert "27759 RT; SHIN; 2026-10-02; 1 UN; place 11;" in worksheet(a_case(), place)


def test_lines_are_never_wider_than_the_page_and_hold_no_control_characters() -> None:
    claim = with_subscriber(
        a_professional(
            number="N" * 200, discharged=date(2026, 10, 3), diagnoses=(Diagnosis("ABK", "\x1b[2J"),)
        ),
        last_name="D\x07OE " * 40,
        first_name="J\udcffANE",
    )
    case = a_case(
        circumstance=CircumstanceCode.ANY,
        trace=(Step("RT01", ""),),
        documents=("",),
        next_action="x" * 300,
    )
    sheet = worksheet(case, claim)
    assert all(len(line) <= COLUMNS for line in sheet.splitlines())
    assert all(character.isprintable() or character == "\n" for character in sheet)
    assert sheet.encode().decode() == sheet
    assert sheet == worksheet(case, claim)
