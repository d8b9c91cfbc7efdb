"""What goes with a decision: numbers, days, quantities, reasons, wishes and people to turn to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from edi_service.cases.progress import Cause
from tests.review.answer.making import ASSIGNER, a_line, an_event, read
from tests.review.answer.test_decide import A1, A2, A3, A4


def test_a_service_has_its_own_number_reasons_and_days_else_those_of_the_event() -> None:
    lines = (
        a_line(1, "HCR*A1*CERT2", "DTP*007*RD8*20260201-20260331"),
        a_line(2, "HCR*A3**0F^0P"),
        a_line(7, "HCR*A6", procedure="97140"),
    )
    heard = read(an_event(A2, "DTP*AAH*RD8*20260201-20260228", lines=lines)).one
    first, second, third = heard.lines
    assert (first.line, first.action, first.number) == ("1", "A1", "CERT2")
    assert (first.window.starts, first.window.ends) == (date(2026, 2, 1), date(2026, 3, 31))
    assert (second.action, second.reasons) == ("A3", ("0F", "0P"))
    assert (third.line, third.action, third.number) == ("7", "A6", "CERT1")
    assert third.service is not None
    assert (third.service.procedure, third.service.quantity) == ("97140", Decimal(6))
    assert heard.window.ends == date(2026, 2, 28)


def test_a_service_that_says_nothing_has_the_decision_of_the_event_but_not_of_a_part() -> None:
    (line,) = read(an_event(A1, lines=(a_line(1),))).one.lines
    assert (line.action, line.number) == ("A1", "CERT1")
    got = read(an_event(A2, lines=(a_line(1), a_line(2, A1))))
    assert [each.action for each in got.one.lines] == ["", "A1"]
    assert got.codes == ["AN05"]


def test_the_day_a_certification_ends_is_taken_with_the_day_it_begins() -> None:
    days = ("DTP*102*D8*20260305", "DTP*036*D8*20260401", "DTP*007*D8*20260201")
    window = read(an_event(A1, *days)).one.window
    assert (window.starts, window.ends) == (date(2026, 2, 1), date(2026, 4, 1))
    assert window.issued == date(2026, 3, 5)


def test_a_certification_without_a_number_is_taken_and_named() -> None:
    got = read(an_event("HCR*A1"))
    assert (got.one.cause, got.codes) == (Cause.APPROVED, ["AN06"])
    got = read(an_event("HCR*A2", lines=(a_line(1, "HCR*A1*N1"), a_line(2, "HCR*A6*N2"))))
    assert (got.one.cause, got.codes) == (Cause.PARTLY_APPROVED, [])


def test_numbers_of_services_that_only_count_them_are_not_taken_for_authorizations() -> None:
    got = read(an_event(A1, lines=(a_line(1, "HCR*A1*1"), a_line(2, "HCR*A1*2"))))
    assert [line.number for line in got.one.lines] == ["CERT1", "CERT1"]
    assert got.codes == ["AN12"]
    got = read(an_event("HCR*A1", lines=(a_line(1, "HCR*A1*1"),)))
    assert [line.number for line in got.one.lines] == ["1"]


def test_what_a_pend_asks_for_is_gathered_from_the_event_and_its_services() -> None:
    event = (A4, "REF*NT*CASE55", "HI*ABK:S8252XA*LOI:18842-5", "PWK*AS*EL***AC*PLANREF09")
    line = a_line(1, "HI*LOI:18657-7")
    got = read(an_event(*event, "MSG*SEND THE SUMMARY", lines=(line,), finality="19"))
    heard = got.one
    assert [(each.code, each.is_question) for each in heard.every_wanted] == [
        ("AS", False),
        ("18842-5", True),
        ("18657-7", True),
    ]
    assert heard.wanted[0].control_number == "PLANREF09"
    assert (heard.case_number, heard.messages) == ("CASE55", ("SEND THE SUMMARY",))
    assert (heard.is_final, got.codes) == (False, [])


def test_a_pend_that_says_nothing_will_follow_is_named() -> None:
    got = read(an_event(A4, finality="18"))
    assert (got.one.cause, got.codes) == (Cause.PENDED, ["AN11"])


def test_reasons_that_no_list_has_are_kept_and_named() -> None:
    got = read(an_event("HCR*A3**0F^ZZ9"))
    assert (got.one.reasons, got.codes) == (("0F", "ZZ9"), ["AN07"])


def test_five_reasons_are_read() -> None:
    assert read(an_event("HCR*A3**0F^0P^0R^0G^17")).one.reasons == ("0F", "0P", "0R", "0G", "17")


def test_whom_to_turn_to_is_read_at_the_reviewer_and_at_the_event() -> None:
    data = an_event(A4, "NM1*L5*2*REVIEW OFFICE", "PER*IC*RECORDS*TE*5555550192*FX*5555550193")
    data = data.replace(b"HL*2*1*21", b"PER*IC*DESK*TE*5555550190~HL*2*1*21")
    reviewer, contact = read(data).one.desks
    assert (reviewer.loop, reviewer.contact) == ("2010A", "DESK")
    assert reviewer.numbers == (("TE", "5555550190"),)
    assert (contact.entity, contact.name, len(contact.numbers)) == ("L5", "REVIEW OFFICE", 2)


def test_a_contact_without_a_number_is_somebody_to_turn_to_as_well() -> None:
    (desk,) = read(an_event(A4, "NM1*L5*2*REVIEW OFFICE*****46*99003")).one.desks
    assert (desk.entity, desk.identifier, desk.numbers) == ("L5", "99003", ())
    data = an_event(A4, "NM1*L5*2*REVIEW OFFICE", "NM1*SJ*1*QUILLFEATHER*ORLA")
    (desk,) = read(data).one.desks
    assert desk.name == "REVIEW OFFICE"


def test_a_day_and_a_quantity_that_cannot_be_read_are_left_out_and_named() -> None:
    line = ("HCR*A1*CERT2", "DTP*007*D8*20260231", "SV1*HC:97110*90*UN*six")
    got = read(an_event(A1, "HSD*VS*many", lines=(line,)))
    assert {"AN09", "AN10"} <= set(got.codes)
    (said,) = got.one.lines
    assert said.window.starts is None
    assert said.service is not None
    assert said.service.quantity is None
    assert got.one.delivery is not None
    assert (got.one.delivery.unit, got.one.delivery.count) == ("VS", None)


def test_a_range_that_ends_before_it_starts_is_no_window() -> None:
    got = read(an_event(A1, "DTP*AAH*RD8*20260228-20260201"))
    assert (got.one.window.starts, got.codes) == (None, ["AN09"])


def test_services_of_all_three_kinds_are_read() -> None:
    lines = (
        ("SV2*0120*HC:99223:AI*8000*DA*4",),
        ("SV3*AD:D2740:52*900**10:20*I*1", "TOO*JP*14*M:O"),
        ("SV1*HC:27759:RT:59:XS:GA:REPAIR:27766*1500*UN*1",),
    )
    data = an_event(A1, lines=lines)
    room, crown, repair = [line.service for line in read(data).one.lines]
    assert room is not None
    assert (room.revenue_code, room.procedure, room.quantity) == ("0120", "99223", Decimal(4))
    assert crown is not None
    assert (crown.qualifier, crown.procedure, crown.quantity) == ("AD", "D2740", Decimal(1))
    assert repair is not None
    assert (repair.modifiers, repair.through) == (("RT", "59", "XS", "GA"), "27766")
    (answer,) = read(data).answers
    assert answer.events[0].lines[1].teeth == ("14",)


def test_a_trace_number_of_somebody_else_tells_no_line() -> None:
    line = (f"TRN*2*OTHER-1*{ASSIGNER}", "HCR*A1*CERT2", "SV1*HC:97110*90*UN*6")
    assert [each.line for each in read(an_event(A1, lines=(line,))).one.lines] == [""]


def test_a_request_that_comes_back_is_no_answer() -> None:
    got = read(an_event(A1).replace(b"BHT*0007*11", b"BHT*0007*13"))
    assert (got.answers, got.heard) == ([], [])
    assert "AN01" in got.codes


def test_two_events_are_heard_apart() -> None:
    second = ("HL*5*3*EV*0", f"TRN*2*0123456789abcdef-9*{ASSIGNER}", "UM*HS*I", A3)
    data = an_event(A1).replace(b"SE*", "".join(f"{each}~" for each in second).encode() + b"SE*")
    assert [heard.cause for heard in read(data).heard] == [Cause.APPROVED, Cause.REFUSED]


def test_what_names_a_person_is_in_no_text_of_what_was_heard() -> None:
    heard = read(an_event(A4, "NM1*L5*1*QUILLFEATHER*ORLA")).one
    assert "QUILLFEATHER" not in repr(heard)
    assert "QUILLFEATHER" not in str(heard.desks)
