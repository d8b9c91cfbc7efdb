from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from edi_service.cases.model import Clock, Confidence, Decision, Evidence, Step
from edi_service.cases.open import open_case, open_cases
from edi_service.claims.model import Claim, ClaimKind, ServiceLine
from edi_service.codes.clock import Deadline, Length, Unit
from edi_service.facts.model import ClaimFacts, Override
from edi_service.finding import NOWHERE, Difference, Kind, Severity
from edi_service.policy.certainty import Certainty
from edi_service.policy.examine import Examination
from edi_service.policy.model import (
    Afterwards,
    Channel,
    Circumstance,
    CircumstanceCode,
    Event,
    PayerAlias,
    Policy,
    Retrospective,
    Revision,
    Source,
    Window,
)
from edi_service.policy.retrospective.review import review
from edi_service.policy.rule import Concern, Subject

if TYPE_CHECKING:
    from edi_service.cases.model import Case
    from edi_service.finding import Finding

CHICAGO = ZoneInfo("America/Chicago")
SERVICE_DAY = date(2026, 3, 10)
IN_TIME = datetime(2026, 3, 12, 12, tzinfo=CHICAGO)
LAST_DAY = datetime(2026, 3, 15, 12, tzinfo=CHICAGO)
TOO_LATE = datetime(2026, 3, 16, 0, tzinfo=CHICAGO)
SOURCE = Source(
    title="Manual",
    href="https://payer.example/manual",
    locator="section 1",
    retrieved=date(2026, 11, 1),
    certainty=Certainty.READ,
)
LINES = (
    ServiceLine(number="1", charge=Decimal("80.00"), starts=SERVICE_DAY, procedure="70553"),
    ServiceLine(number="2", charge=Decimal("20.00"), starts=SERVICE_DAY, procedure="70551"),
)
CLAIM = Claim(
    kind=ClaimKind.PROFESSIONAL,
    number="A1",
    claim_id="0123456789abcdef",
    charge=Decimal("100.00"),
    facility_code="11",
    frequency="1",
    lines=LINES,
)
PAYER = PayerAlias(payer="prairie", line_of_business="commercial", identifier="PM001")
WINDOW = Window(length=Length(5, Unit.CALENDAR_DAYS), after=Event.FIRST_DAY_OF_SERVICE)


def a_subject(as_of: datetime = IN_TIME, payer: PayerAlias | None = PAYER, **facts: Any) -> Subject:
    return Subject(
        claim=CLAIM,
        payer=payer,
        facts=ClaimFacts(**facts),
        on_file=(),
        state="TX",
        zone=CHICAGO,
        as_of=as_of,
    )


def allowing(
    code: str = "any",
    *,
    window: Window = WINDOW,
    afterwards: Afterwards | None = None,
) -> Retrospective:
    circumstance = Circumstance(
        code=CircumstanceCode(code), windows=(window,), documents=("order", "face-sheet")
    )
    return Retrospective(allowed=True, circumstances=(circumstance,), afterwards=afterwards)


def a_concern(
    rule: Retrospective | None,
    *,
    whole_claim: bool = False,
    channel: Channel = Channel.X217,
    source: Source = SOURCE,
    policy_id: str = "prairie/imaging",
) -> Concern:
    revision = Revision(
        starts=date(2026, 1, 1), ends=None, source=source, channel=channel, retrospective=rule
    )
    policy = Policy(id=policy_id, payer="prairie", title="Imaging", revisions=(revision,))
    return Concern(
        policy=policy,
        revision=revision,
        lines=LINES if whole_claim else LINES[:1],
        whole_claim=whole_claim,
        steps=(("PA01", "70553 needs an authorization."), ("PA04", "It rides on none.")),
    )


def a_finding(code: str, severity: Severity = Severity.ERROR) -> Finding:
    return Kind(code, severity, "Something", "Mend it.").found(NOWHERE, "met")


def opened(subject: Subject, concern: Concern, *findings: Finding) -> Case:
    return open_case(subject, concern, review(subject, concern), findings, "case1")


def test_a_case_says_what_is_at_issue_and_by_which_rule() -> None:
    found = opened(a_subject(documents=("order",)), a_concern(allowing()))
    assert (found.case_id, found.claim_id) == ("case1", "0123456789abcdef")
    assert (found.payer, found.line_of_business) == ("prairie", "commercial")
    assert (found.policy, found.revision) == ("prairie/imaging", date(2026, 1, 1))
    assert (found.lines, found.is_whole_claim) == (("1",), False)
    assert found.amount_at_risk == Decimal("80.00")
    assert (found.source, found.certainty) == (SOURCE, Certainty.READ)
    assert found.decision is Decision.ALLOWED
    assert found.circumstance is CircumstanceCode.ANY
    assert found.deadline == Deadline(date(2026, 3, 15))
    assert found.clock == Clock(Event.FIRST_DAY_OF_SERVICE, SERVICE_DAY, 5, "calendar-days")
    assert found.documents == ("order", "face-sheet")
    assert (found.held_by, found.missing_facts) == ((), ())


def test_a_case_knows_what_a_wrong_place_changes_in_the_payment_of_its_lines() -> None:
    kind = Kind("PS14", Severity.NOTE, "Paid otherwise", "Mend it.")
    told = [
        kind.found(NOWHERE, "met", difference=Difference(line, "11", ("22",), Decimal(amount)))
        for line, amount in (("1", "-24.67"), ("2", "3.00"))
    ]
    one = opened(a_subject(), a_concern(allowing()), *told)
    assert one.rate_difference == Decimal("-24.67")
    both = opened(a_subject(), a_concern(allowing(), whole_claim=True), *told)
    assert both.rate_difference == Decimal("-21.67")
    assert opened(a_subject(), a_concern(allowing())).rate_difference is None


def test_a_whole_claim_puts_its_charge_at_risk() -> None:
    found = opened(a_subject(), a_concern(allowing(), whole_claim=True))
    assert (found.lines, found.is_whole_claim) == (("1", "2"), True)
    assert found.amount_at_risk == Decimal("100.00")


def test_evidence_is_carried_over() -> None:
    found = opened(a_subject(payer_outage=True), a_concern(allowing("payer-outage")))
    assert found.evidence == (Evidence("facts: payer_outage", "the payer's system was down"),)


def test_a_claim_of_no_mapped_payer_bears_the_policys() -> None:
    found = opened(a_subject(payer=None), a_concern(allowing()))
    assert (found.payer, found.line_of_business) == ("prairie", "")


def test_a_case_can_be_written_as_json() -> None:
    found = opened(a_subject(), a_concern(allowing()))
    assert b'"decision":"allowed"' in msgspec.json.encode(found)


# What holds it.


@pytest.mark.parametrize(
    ("code", "severity", "holds"),
    [
        ("PS02", Severity.ERROR, True),
        ("CM01", Severity.ERROR, True),
        ("RQ05", Severity.ERROR, True),
        ("PS02", Severity.FATAL, True),
        ("PS02", Severity.WARNING, False),
        ("PA01", Severity.ERROR, False),
        ("SG03", Severity.ERROR, True),
    ],
)
def test_errors_of_place_of_the_claim_and_of_the_request_hold_a_case(
    code: str,
    severity: Severity,
    holds: bool,  # noqa: FBT001 - a column of the table
) -> None:
    found = opened(a_subject(), a_concern(allowing()), a_finding(code, severity))
    assert found.held_by == ((code,) if holds else ())


def test_findings_hold_in_file_order_and_once() -> None:
    codes = ("PS02", "CM03", "PS02", "CM01")
    found = opened(a_subject(), a_concern(allowing()), *map(a_finding, codes))
    assert found.held_by == ("PS02", "CM03", "CM01")
    assert found.next_action == (
        "Mend PS02, CM03, CM01 first, then send the 278 request by 2026-03-15."
    )


def test_an_override_lets_go_and_says_why() -> None:
    overrides = (
        Override("PS02", "seen in the office and sent on to the hospital."),
        Override("PS03", "not met here"),
    )
    subject = a_subject(overrides=overrides)
    found = opened(subject, a_concern(allowing()), a_finding("PS02"), a_finding("CM01"))
    assert found.held_by == ("CM01",)
    says = "PS02 does not hold the case: seen in the office and sent on to the hospital."
    assert found.trace[-1] == Step("PS02", says, "facts: overrides")
    assert not any("not met here" in step.says for step in found.trace)


# By which way, and what next.


@pytest.mark.parametrize(
    ("channel", "action"),
    [
        (Channel.X217, "Send the 278 request by 2026-03-15."),
        (Channel.X216, "Send the 278 notification by 2026-03-15."),
        (Channel.PORTAL, "Ask through the payer's portal by 2026-03-15; use the worksheet."),
        (Channel.PHONE, "Call the payer by 2026-03-15; use the worksheet."),
        (Channel.FAX, "Fax the request by 2026-03-15; use the worksheet."),
        (Channel.MAIL, "Mail the request so that it arrives by 2026-03-15; use the worksheet."),
        (Channel.ESMD, "Send the request through esMD by 2026-03-15; use the worksheet."),
        (Channel.CLAIM, "File the claim by 2026-03-15: the payer reviews it after the fact."),
        (
            Channel.UNKNOWN,
            "Confirm that the payer takes a 278 request, then send it by 2026-03-15.",
        ),
    ],
)
def test_each_channel_has_its_action(channel: Channel, action: str) -> None:
    found = opened(a_subject(), a_concern(allowing(), channel=channel))
    assert (found.channel, found.next_action) == (channel, action)


def test_a_windows_channel_goes_before_the_revisions() -> None:
    window = msgspec.structs.replace(WINDOW, channel=Channel.FAX)
    assert opened(a_subject(), a_concern(allowing(window=window))).channel is Channel.FAX


def test_the_last_day_is_named_as_such() -> None:
    found = opened(a_subject(LAST_DAY), a_concern(allowing()))
    assert found.next_action == "Send the 278 request today, 2026-03-15, the last day."


def test_hours_are_told_to_the_minute() -> None:
    window = Window(length=Length(72, Unit.HOURS), after=Event.START_OF_CARE)
    found = opened(a_subject(), a_concern(allowing(window=window)))
    assert found.next_action == "Send the 278 request by 2026-03-13 at 00:00 (UTC-0500)."
    window = Window(length=Length(71, Unit.HOURS), after=Event.START_OF_CARE)
    found = opened(
        a_subject(datetime(2026, 3, 12, 22, tzinfo=CHICAGO)), a_concern(allowing(window=window))
    )
    assert found.next_action == (
        "Send the 278 request today, 2026-03-12 at 23:00 (UTC-0500), the last moment."
    )


def test_when_it_is_too_late_the_policy_may_leave_another_way() -> None:
    afterwards = Afterwards(Channel.CLAIM, "File the claim: the payer reviews it after the fact.")
    concern = a_concern(allowing(afterwards=afterwards))
    before, after = opened(a_subject(), concern), opened(a_subject(TOO_LATE), concern)
    assert (before.decision, before.channel) == (Decision.ALLOWED, Channel.X217)
    assert (after.decision, after.channel) == (Decision.REFUSED, Channel.CLAIM)
    assert after.next_action == afterwards.action
    assert after.deadline == Deadline(date(2026, 3, 15))


@pytest.mark.parametrize("rule", [allowing(), Retrospective(allowed=False)])
def test_when_it_is_too_late_and_nothing_is_left_no_request_is_made(rule: Retrospective) -> None:
    found = opened(a_subject(TOO_LATE), a_concern(rule), a_finding("PS02"))
    assert (found.decision, found.channel) == (Decision.REFUSED, Channel.X217)
    assert found.next_action == (
        "Send no request: turn to the payer's appeal, or write the amount off."
    )


@pytest.mark.parametrize(
    ("rule", "action"),
    [
        (
            allowing("payer-outage"),
            "Find out whether the payer's system was down by 2026-03-15, then decide.",
        ),
        (None, "Find out which requests made after the service the payer looks at, then decide."),
    ],
)
def test_when_facts_are_missing_they_are_to_be_found_out(
    rule: Retrospective | None, action: str
) -> None:
    found = opened(a_subject(), a_concern(rule))
    assert (found.decision, found.next_action) == (Decision.UNDETERMINED, action)
    assert found.clock is None or rule is not None


def test_a_last_moment_that_is_past_is_no_time_to_act_by() -> None:
    concern = a_concern(allowing())
    unsure = Concern(
        policy=concern.policy,
        revision=concern.revision,
        lines=concern.lines,
        whole_claim=False,
        steps=(),
        missing=("plan",),
    )
    found = opened(a_subject(TOO_LATE), unsure)
    assert found.next_action == (
        "Find out which of the payer's plans covers the member, then decide."
    )


# Why.


def test_the_trace_goes_from_the_claim_to_the_conclusion_and_cites_its_source() -> None:
    found = opened(a_subject(), a_concern(allowing()))
    cited = f"prairie/imaging: {SOURCE}"
    assert [step.source for step in found.trace if step.source] == [cited, cited]
    assert found.trace[0] == Step("PA01", "70553 needs an authorization.", cited)
    assert found.trace[1] == Step("PA04", "It rides on none.")
    assert found.trace[2].source == cited
    assert [step.rule for step in found.trace[2:]] == ["RT01"] * 4 + ["RT04"]


@pytest.mark.parametrize(
    ("source", "warning"),
    [
        (SOURCE, ""),
        (msgspec.structs.replace(SOURCE, is_stale=True), "it may be out of date (stale)"),
        (
            msgspec.structs.replace(SOURCE, certainty=Certainty.UNVERIFIED),
            "its text was not read again (certainty C)",
        ),
    ],
)
def test_a_source_that_cannot_be_relied_on_is_to_be_checked(source: Source, warning: str) -> None:
    found = opened(a_subject(), a_concern(allowing(), source=source))
    warnings = [step.says for step in found.trace if step.says.startswith("Check the payer's rule")]
    assert warnings == [
        f"Check the payer's rule before relying on this: {each}." for each in found.doubts
    ]
    assert found.doubts == ((warning,) if warning else ())
    assert found.confidence is (Confidence.CHECK if warning else Confidence.FIRM)


def test_an_answer_that_hangs_on_facts_is_never_firm() -> None:
    found = opened(a_subject(), a_concern(None))
    assert found.decision is Decision.UNDETERMINED
    assert (found.confidence, found.doubts) == (Confidence.CHECK, ("facts are missing",))


def test_nothing_is_written_off_on_a_rule_that_is_to_be_checked() -> None:
    stale = msgspec.structs.replace(SOURCE, is_stale=True)
    shut = Retrospective(allowed=False)
    assert opened(a_subject(), a_concern(shut)).next_action.startswith("Send no request")
    doubted = opened(a_subject(), a_concern(shut, source=stale)).next_action
    assert doubted.startswith("Check first that the payer's rule still says so. Send no request")


# Of a whole claim.


def test_each_concern_makes_a_case_and_a_remark() -> None:
    concerns = (
        a_concern(allowing()),
        a_concern(Retrospective(allowed=False), policy_id="prairie/stays", whole_claim=True),
        a_concern(None, policy_id="prairie/silence"),
    )
    examination = Examination(findings=(), concerns=concerns)
    findings = iter([a_finding("PS02")])
    cases, remarks = open_cases(a_subject(), examination, findings, lambda policy: f"id {policy}")
    assert [case.case_id for case in cases] == [
        "id prairie/imaging",
        "id prairie/stays",
        "id prairie/silence",
    ]
    assert [remark.kind.code for remark in remarks] == ["RT01", "RT02", "RT03"]
    assert all(case.held_by == ("PS02",) for case in cases)
    assert all(remark.claim_id == CLAIM.claim_id for remark in remarks)


def test_without_a_concern_there_is_no_case() -> None:
    examination = Examination(findings=(), concerns=())
    assert open_cases(a_subject(), examination, (), str) == ((), ())
