"""Encounters from HL7 v2 messages: folded in time, told with their line, nothing lost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.facts.adt import is_hl7, read_messages
from edi_service.facts.encounter import NO_ENCOUNTER, Encounter, PatientClass
from edi_service.facts.parse import parse_encounters
from edi_service.finding import Report
from tests.facts.making import ANOTHER_NPI, NPI, a_claim

if TYPE_CHECKING:
    from edi_service.facts.match import EncounterTable

NEW_YORK = ZoneInfo("America/New_York")
ADMITTED = datetime(2026, 6, 10, 14, 30, tzinfo=NEW_YORK)


def pv1(  # noqa: PLR0917 -- the fields that are looked at
    sort: str = "I",
    location: str = "4W^12^A^MAIN",
    visit: str = "V77",
    status: str = "",
    admitted: str = "202606101430-0400",
    discharged: str = "",
) -> str:
    fields = [""] * 46
    fields[0], fields[1] = "PV1", "1"
    fields[2], fields[3], fields[19] = sort, location, visit
    fields[36], fields[44], fields[45] = status, admitted, discharged
    return "|".join(fields).rstrip("|")


def message(  # noqa: PLR0917 -- what differs from one to another
    event: str = "A01",
    visit: str | None = None,
    at: str = "202606101431-0400",
    account: str = "A1",
    evn: str = "",
    kind: str = "ADT",
) -> str:
    return "\r".join(
        [
            f"MSH|^~\\&|ADMIT|GENERAL|EDI|OFFICE|{at}||{kind}^{event}|1|P|2.5.1",
            evn or f"EVN|{event}|{at}",
            f"PID|1||M1^^^GENERAL^MR||QUILL^AVERY||19800315|F||||||||||{account}^^^GENERAL",
            pv1() if visit is None else visit,
        ]
    )


def read(*messages: str, between: str = "\r") -> EncounterTable:
    return read_messages(between.join(messages), name="encounters.hl7", zone=NEW_YORK)


def known(table: EncounterTable, number: str = "A1", npi: str = NPI) -> Encounter:
    report = Report()
    found = table.find(a_claim(number, npi), report)
    assert [each.message for each in report.findings] == []
    return found


def told(table: EncounterTable) -> list[str]:
    return [f"{each.kind.code} {each.message}" for each in table.findings]


def test_an_admission_is_read_with_class_place_and_time() -> None:
    table = read(message())
    assert told(table) == []
    assert table.name == "encounters.hl7"
    assert known(table) == Encounter(
        patient_class=PatientClass.INPATIENT, location="4W", admitted=ADMITTED
    )


@pytest.mark.parametrize(
    ("letter", "word"),
    [
        ("E", "emergency"),
        ("I", "inpatient"),
        ("O", "outpatient"),
        ("P", "preadmit"),
        ("R", "recurring"),
        ("B", "obstetrics"),
        ("e", "emergency"),
    ],
)
def test_each_class_of_the_table_has_its_word(letter: str, word: str) -> None:
    assert known(read(message("A04", pv1(letter)))).patient_class == PatientClass(word)


@pytest.mark.parametrize("letter", ["N", "U", "C", ""])
def test_a_class_that_says_nothing_is_unknown(letter: str) -> None:
    table = read(message("A04", pv1(letter)))
    assert known(table).patient_class is None
    assert told(table) == []


def test_a_class_of_no_table_is_a_finding_and_the_rest_is_kept() -> None:
    table = read(message("A04", pv1("X")))
    assert told(table) == ["FA04 line 4, PV1-2: the patient class is none of table 0004"]
    assert known(table) == Encounter(location="4W", admitted=ADMITTED)


@pytest.mark.parametrize("number", ["A1", "V77"])
def test_a_claim_finds_its_encounter_by_account_or_by_visit(number: str) -> None:
    table = read(message())
    assert known(table, number).location == "4W"
    assert list(table.unmatched()) == []


def test_an_encounter_that_no_claim_asks_for_is_named_once() -> None:
    table = read(message())
    assert known(table, "A2") is NO_ENCOUNTER
    [found] = table.unmatched()
    assert f"{found.kind.code} {found.message}" == "FA02 line 1: no claim read has its number"


def test_an_encounter_is_of_one_provider_only() -> None:
    table, report = read(message()), Report()
    known(table)
    assert table.find(a_claim("A1", ANOTHER_NPI), report) is NO_ENCOUNTER
    assert [each.kind.code for each in report.findings] == ["FA01"]


def test_two_visits_of_one_account_are_ambiguous_by_the_account_alone() -> None:
    table, report = read(message(), message(visit=pv1("O", visit="V78"))), Report()
    assert table.find(a_claim("A1"), report) is NO_ENCOUNTER
    assert [each.message for each in report.findings] == [
        "line 1, line 5: the claim has more than one row"
    ]
    assert known(table, "V78").patient_class is PatientClass.OUTPATIENT


def test_later_messages_correct_earlier_ones_and_leave_what_they_do_not_say() -> None:
    table = read(
        message("A04", pv1("E", "ED", admitted="202606101000-0400"), at="202606101001-0400"),
        message("A06", pv1("I", "4W", admitted=""), at="202606101430-0400"),
        message("A08", pv1("", "ICU", admitted=""), at="202606111200-0400"),
        message("A03", pv1("", "", status="01", admitted=""), at="202606131100-0400"),
    )
    assert told(table) == []
    assert known(table) == Encounter(
        patient_class=PatientClass.INPATIENT,
        location="ICU",
        admitted=ADMITTED,
        discharged=datetime(2026, 6, 13, 11, tzinfo=NEW_YORK),
        patient_status="01",
    )


def test_messages_are_folded_in_the_order_of_their_time_not_of_the_file() -> None:
    first = message("A01", pv1("I", "4W"), at="202606101431-0400")
    later = message("A08", pv1("O", "OBS"), at="202606110800-0400")
    assert known(read(first, later)) == known(read(later, first))
    assert known(read(later, first)).patient_class is PatientClass.OUTPATIENT


def test_of_two_at_the_same_moment_the_later_in_the_file_counts() -> None:
    one, other = message("A08", pv1("I")), message("A08", pv1("O"))
    assert known(read(one, other)).patient_class is PatientClass.OUTPATIENT
    assert known(read(other, one)).patient_class is PatientClass.INPATIENT


def test_two_quotes_take_a_value_back() -> None:
    table = read(
        message(visit=pv1(status="01", discharged="20260613")),
        message("A08", pv1('""', '""', status='""', admitted='""', discharged='""')),
    )
    assert known(table) == NO_ENCOUNTER


def test_a_message_says_when_it_happened_where_the_visit_does_not() -> None:
    evn = "EVN|A03|202606131130-0400||||202606131105-0400"
    table = read(message(), message("A03", pv1(admitted=""), at="202606131130-0400", evn=evn))
    assert known(table).discharged == datetime(2026, 6, 13, 11, 5, tzinfo=NEW_YORK)
    assert known(table).admitted == ADMITTED


def test_a_registration_or_an_update_admits_nobody() -> None:
    assert known(read(message("A04", pv1("O", admitted="")))).admitted is None
    assert known(read(message("A08", pv1("O", admitted="")))).admitted is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20260610", date(2026, 6, 10)),
        ("202606101430", ADMITTED),
        ("20260610143000.25", ADMITTED),
        ("202606101830+0000", datetime(2026, 6, 10, 18, 30, tzinfo=UTC)),
    ],
)
def test_times_are_read_with_the_offset_or_the_zone_given(text: str, moment: object) -> None:
    assert known(read(message(visit=pv1(admitted=text)))).admitted == moment


@pytest.mark.parametrize("text", ["2026", "20261310", "202606102530", "tomorrow", "20260610T1430"])
def test_a_time_that_cannot_be_read_is_a_finding_and_is_not_guessed(text: str) -> None:
    table = read(message(visit=pv1(admitted=text)))
    assert told(table) == ["FA04 line 4, PV1-44: it is no time such as 202606101430-0400"]
    assert known(table) == Encounter(patient_class=PatientClass.INPATIENT, location="4W")


def test_a_disposition_of_another_code_set_is_a_finding() -> None:
    table = read(message("A03", pv1(status="HOME", discharged="20260613")))
    assert told(table) == [
        "FA04 line 4, PV1-36: the disposition has not the two digits of a patient status"
    ]
    assert known(table).discharged == date(2026, 6, 13)


@pytest.mark.parametrize("between", ["\r", "\n", "\r\n", "\r\r", "\r\x1c\r\x0b"])
def test_segments_may_end_in_any_of_the_usual_ways(between: str) -> None:
    text = "\x0b" + between.join([message(), message("A03", pv1(discharged="20260613"))])
    table = read_messages(text.replace("\r", between), name="f", zone=NEW_YORK)
    assert told(table) == []
    assert known(table).discharged == date(2026, 6, 13)


def test_a_batch_file_is_read_through() -> None:
    table = read(
        "FHS|^~\\&|ADMIT|GENERAL",
        "BHS|^~\\&|ADMIT|GENERAL",
        message(),
        message(account="A2", visit=pv1("O", visit="V78")),
        "BTS|2",
        "BHS|^~\\&|ADMIT|GENERAL",
        message("A03", pv1(discharged="20260613")),
        "BTS|1",
        "FTS|2",
    )
    assert told(table) == []
    assert known(table).discharged == date(2026, 6, 13)
    assert known(table, "A2").patient_class is PatientClass.OUTPATIENT


@pytest.mark.parametrize(
    ("kind", "event"), [("ADT", "A02"), ("ADT", "A12"), ("ORU", "R01"), ("SIU", "S12")]
)
def test_other_messages_are_told_and_left(kind: str, event: str) -> None:
    table = read(message(), message(event, kind=kind))
    assert told(table) == [f"FA05 line 5: a message {kind} {event}"]
    assert known(table).location == "4W"


def test_an_admission_that_is_cancelled_was_none() -> None:
    table = read(message(), message("A11", at="202606101500-0400"))
    assert told(table) == []
    assert known(table).admitted is None
    assert known(table).location == "4W"


def test_a_discharge_that_is_cancelled_was_none_and_the_patient_went_nowhere() -> None:
    left = message("A03", pv1(discharged="20260613", status="01"), at="202606131200-0400")
    still = pv1(discharged="20260613", status="01")  # a system may repeat what it takes back
    table = read(message(), left, message("A13", still, at="202606131230-0400"))
    assert known(table).admitted == ADMITTED
    assert (known(table).discharged, known(table).patient_status) == (None, "")


def test_what_comes_after_a_cancellation_counts_and_the_order_is_that_of_time() -> None:
    cancelled = message("A13", at="202606131230-0400")
    left = message("A03", pv1(discharged="20260613"), at="202606131200-0400")
    again = message("A03", pv1(discharged="20260614"), at="202606140900-0400")
    for order in ((left, cancelled, again), (again, left, cancelled)):
        assert known(read(message(), *order)).discharged == date(2026, 6, 14)


def test_the_event_may_stand_in_evn_alone() -> None:
    text = message().replace("ADT^A01", "ADT")
    assert known(read(text)).location == "4W"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            ("MSH|^~\\&|ADMIT", "MSH|"),
            "FA04 line 5, MSH: it is no header of HL7 v2",
        ),
        (("A1^^^GENERAL", ""), "FA04 line 8, PV1-19: without it the message is left aside"),
        (
            ("202606101431-0400", ""),
            "FA04 line 6, EVN-2: without it the message is left aside",
        ),
    ],
)
def test_a_message_that_cannot_be_used_is_a_finding_and_the_others_are_kept(
    change: tuple[str, str], says: str
) -> None:
    bad = message(visit=pv1(visit="")).replace(*change)
    table = read(message(), bad)
    assert told(table)[-1].startswith(says)
    assert known(table).location == "4W"


def test_a_line_that_is_no_segment_is_a_finding_and_its_message_is_kept() -> None:
    table = read("BHS|^~\\&", "PID|lost", message(), "the end", "MSH")
    assert told(table)[:2] == [
        "FA04 line 2: no message has begun",
        "FA04 line 7: it is no segment",
    ]
    assert known(table).location == "4W"


def test_escapes_and_repetitions_are_read_as_they_are_meant() -> None:
    assert known(read(message(visit=pv1(location="4\\T\\W^1~5E^2")))).location == "4&W"


def test_no_finding_quotes_a_value() -> None:
    text = message(visit=pv1("SECRET", "SECRET", "SECRET", "SECRET", "SECRET", "SECRET"))
    table = read(text.replace("ADT", "SECRET"), text, "SECRET")
    assert told(table)
    assert "SEC" not in "".join(told(table))


@given(st.lists(st.sampled_from(["MSH", "|", "^~\\&", "\r", "ADT", "PV1", "A01", '""', "é", "^"])))
def test_any_text_ends_in_a_table_and_findings(parts: list[str]) -> None:
    table = read_messages("MSH" + "".join(parts), name="f", zone=UTC)
    assert all(each.kind.code in ("FA04", "FA05") for each in table.findings)


@given(st.permutations([0, 1, 2, 3]))
def test_the_order_of_the_file_does_not_matter_where_times_differ(order: list[int]) -> None:
    messages = [
        message("A04", pv1("E", "ED", admitted=""), at="202606101000-0400"),
        message("A06", pv1("I", "4W", admitted=""), at="202606101430-0400"),
        message("A08", pv1("O", "OBS", admitted=""), at="202606111200-0400"),
        message("A03", pv1("", "", admitted=""), at="202606131100-0400"),
    ]
    table = read(*(messages[each] for each in order))
    assert known(table) == known(read(*messages))
    assert known(table).location == "OBS"


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        ("MSH|^~\\&|", True),
        ("\x0bMSH|^~\\&|", True),
        ("\ufeff\r\nFHS|^~\\&", True),
        ("BHS|", True),
        ("claim_number\nA1\n", False),
        ("[]", False),
        ("", False),
    ],
)
def test_hl7_is_known_by_its_first_segment(text: str, *, is_it: bool) -> None:
    assert is_hl7(text) is is_it


def test_the_sort_of_a_file_is_seen_by_itself() -> None:
    expected = Encounter(patient_class=PatientClass.INPATIENT, place="21", admitted=ADMITTED)
    csv = "claim_number,patient_class,place,admitted\nA1,I,21,2026-06-10T14:30-04:00\n"
    json = (
        '[{"claim_number": "A1", "patient_class": "inpatient", "place": "21", '
        '"admitted": "2026-06-10T14:30-04:00"}]'
    )
    for text in (csv, json):
        assert known(parse_encounters(text, name="f", zone=NEW_YORK)) == expected
    table = parse_encounters(message(), name="f", zone=NEW_YORK)
    assert known(table).location == "4W"


def test_a_table_of_encounters_tells_what_it_cannot_read() -> None:
    text = (
        "claim_number,patient_class,place,patient_status\nA1,ward,2,1\n,I,,\nA2,observation,22,01\n"
    )
    table = parse_encounters(text, name="f", zone=NEW_YORK)
    assert told(table) == [
        (
            "FA03 row 2, patient_class: write emergency, inpatient, outpatient, observation, "
            "preadmit, recurring, obstetrics, or a letter such as E, I, O"
        ),
        "FA03 row 2, place: write the two digits of a place of service, such as 22",
        "FA03 row 2, patient_status: write the two digits of a patient status, such as 01",
        "FA03 row 3, claim_number: without it the row is left aside",
    ]
    assert known(table) == NO_ENCOUNTER
    assert known(table, "A2").patient_class is PatientClass.OBSERVATION
