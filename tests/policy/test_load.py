from __future__ import annotations

from datetime import date

import pytest

from edi_service.claims.model import ClaimKind
from edi_service.codes.clock import Length, Unit
from edi_service.facts.model import Network
from edi_service.finding import Severity
from edi_service.policy.certainty import Certainty
from edi_service.policy.language.load import PolicyRefused, load_policy
from edi_service.policy.model import (
    Afterwards,
    Channel,
    Circumstance,
    CircumstanceCode,
    Event,
    Exclusion,
    Requirement,
    Retrospective,
    Source,
    Window,
)
from edi_service.policy.place_rules import Otherwise, PlaceFamily
from edi_service.policy.selection import CodeRange, Scope, Services
from tests.policy.casework import schema
from tests.policy.making import a_policy, a_revision, xml_of

WHOLE = """<revision from="2026-01-01" to="2026-12-31" channel="portal">
  <source title="The  manual" href="https://payer.example/m" locator="7.2" retrieved="2026-03-02"
          certainty="B" published="2025-11-01" stale="yes"/>
  <note>First
        note</note>
  <note>Second note</note>
  <scope claims="P I" states="OH TX" plans="gold silver" network="in" riding="yes"/>
  <authorization required="unlisted">
    <services codes="70551-70553 J0585" list="some.csv" modifiers="26 TC" places="11 22"
              admission-types="1 2"/>
    <services revenue-codes="0450-0459" bill-types="13 85" whole-claim="yes">
      <except revenue-codes="0760"/>
    </services>
    <exempt modifiers="ET"/>
  </authorization>
  <retrospective allowed="yes" network="out">
    <because>It is the custom</because>
    <unless exclusion="investigational"/>
    <unless exclusion="claim-submitted"/>
    <circumstance code="emergency">
      <window length="72" unit="hours" after="start-of-care" before="discharge" channel="phone"/>
      <window length="5" unit="business-days" after="denial"/>
      <document code="face-sheet"/>
      <document code="order"/>
    </circumstance>
    <afterwards channel="claim">File  the claim</afterwards>
  </retrospective>
  <places admission-date-needed-at="21 51">
    <family id="visits" title="Visits" codes="99202-99215" expected="11" tolerated="23">
      <otherwise severity="error" places="21" lines-of-business="medicare"/>
      <otherwise severity="note"/>
    </family>
  </places>
</revision>"""


def test_every_element_comes_into_the_model() -> None:
    policy = a_policy(
        WHOLE,
        attributes='lines-of-business="commercial medicare"',
        lists={"some.csv": b"code,from,to,state,modifier\n78815,,,,\n", "other.csv": b"not read"},
    )

    assert (policy.id, policy.payer, policy.title) == ("example/subject", "example", "The subject")
    assert policy.lines_of_business == ("commercial", "medicare")
    (revision,) = policy.revisions
    assert (revision.starts, revision.ends) == (date(2026, 1, 1), date(2026, 12, 31))
    assert revision.channel is Channel.PORTAL
    assert revision.source == Source(
        title="The manual",
        href="https://payer.example/m",
        locator="7.2",
        retrieved=date(2026, 3, 2),
        certainty=Certainty.PARTIAL,
        published=date(2025, 11, 1),
        is_stale=True,
    )
    assert revision.notes == ("First note", "Second note")
    assert revision.scope == Scope(
        claims=(ClaimKind.PROFESSIONAL, ClaimKind.INSTITUTIONAL),
        states=("OH", "TX"),
        plans=("gold", "silver"),
        network=Network.IN,
        riding=True,
    )
    assert revision.requirement is Requirement.UNLISTED
    listed, emergency = revision.services
    assert listed.codes == (CodeRange("70551", "70553"), CodeRange("J0585", "J0585"))
    assert listed.code_list is not None
    assert set(listed.code_list.rows) == {"78815"}
    assert (listed.modifiers, listed.places) == (("26", "TC"), ("11", "22"))
    assert listed.admission_types == ("1", "2")
    assert not listed.whole_claim
    assert emergency == Services(
        revenue_codes=(CodeRange("0450", "0459"),),
        bill_types=("13", "85"),
        whole_claim=True,
        excepting=(Services(revenue_codes=(CodeRange("0760", "0760"),)),),
    )
    assert revision.exempt == (Services(modifiers=("ET",)),)
    assert revision.retrospective == Retrospective(
        allowed=True,
        because="It is the custom",
        unless=(Exclusion.INVESTIGATIONAL, Exclusion.CLAIM_SUBMITTED),
        network=Network.OUT,
        circumstances=(
            Circumstance(
                code=CircumstanceCode.EMERGENCY,
                windows=(
                    Window(
                        length=Length(72, Unit.HOURS),
                        after=Event.START_OF_CARE,
                        before=(Event.DISCHARGE,),
                        channel=Channel.PHONE,
                    ),
                    Window(length=Length(5, Unit.BUSINESS_DAYS), after=Event.DENIAL),
                ),
                documents=("face-sheet", "order"),
            ),
        ),
        afterwards=Afterwards(Channel.CLAIM, "File the claim"),
    )
    assert revision.places.families == (
        PlaceFamily(
            id="visits",
            title="Visits",
            codes=(CodeRange("99202", "99215"),),
            expected=("11",),
            tolerated=("23",),
            otherwise=(
                Otherwise(severity=Severity.ERROR, places=("21",), lines_of_business=("medicare",)),
                Otherwise(severity=Severity.NOTE),
            ),
        ),
    )
    assert revision.places.admission_places == ("21", "51")


def test_what_is_left_out_does_not_restrict() -> None:
    (revision,) = a_policy("").revisions

    assert revision.ends is None
    assert revision.channel is Channel.UNKNOWN
    assert revision.scope == Scope()
    assert revision.requirement is None
    assert revision.retrospective is None
    assert (revision.services, revision.exempt, revision.places.families) == ((), (), ())
    assert (revision.places.admission_places, revision.notes) == ((), ())
    assert not revision.source.is_stale


def test_revisions_stand_in_the_order_of_their_days_however_they_were_written() -> None:
    later, earlier = a_revision(), a_revision(attributes='from="2024-01-01" to="2025-12-31"')
    policy = a_policy(later, earlier)

    assert [each.starts.year for each in policy.revisions] == [2024, 2026]
    for day, starts in [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), 2024),
        (date(2025, 12, 31), 2024),
        (date(2026, 1, 1), 2026),
        (date(2999, 1, 1), 2026),
    ]:
        found = policy.on(day)
        assert (found.starts.year if found else None) == starts


def test_a_comment_is_no_part_of_a_policy() -> None:
    data = xml_of("").replace(b"The subject", b"The <!-- whole --> subject")
    assert load_policy(data, schema(), {}, expected_id="example/subject").title == "The subject"


def test_a_list_that_cannot_be_read_is_named() -> None:
    body = '<authorization required="yes"><services list="some.csv"/></authorization>'
    with pytest.raises(PolicyRefused, match=r"^the list some\.csv, line 2: code 'x' is not"):
        a_policy(body, lists={"some.csv": b"code,from,to,state,modifier\nx,,,,\n"})
