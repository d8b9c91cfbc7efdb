from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from edi_service.finding import Severity
from edi_service.policy.language.advice import Known, advise
from tests.entry.running import EXAMPLES, LIBRARY, a_folder, policies
from tests.policy.casework import library
from tests.policy.making import a_policy, a_revision, xml_of

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.policy.model import Policy

DAY = date(2026, 6, 1)
KNOWN = Known(payers={"example"}, documents={"order"}, day=DAY, stale_after=365)
NEEDED = '<authorization required="yes">{}</authorization>'
OPEN = '<retrospective allowed="yes">{}</retrospective>'
DAYS = '<window length="{}" unit="calendar-days" after="{}"/>'
HEADER = b"code,from,to,state,modifier\n"


def said(*policies: Policy, known: Known = KNOWN) -> list[str]:
    return [str(each) for each in advise(policies, known)]


def of(body: str, attributes: str = 'from="2026-01-01"', rows: bytes = b"") -> list[str]:
    lists = {"codes.csv": HEADER + rows} if rows else {}
    return said(a_policy(a_revision(body, attributes), lists=lists))


def circumstances(*each: tuple[str, str]) -> str:
    return NEEDED.format("") + OPEN.format(
        "".join(f'<circumstance code="{code}">{inside}</circumstance>' for code, inside in each)
    )


def test_the_shipped_library_has_no_errors() -> None:
    done = policies("lint", LIBRARY)
    assert done.returncode == 0, done.stdout
    assert "0 errors" in done.stdout


def test_the_invented_payers_have_nothing_to_be_said_of() -> None:
    done = policies("lint", EXAMPLES, "--as-of", "2026-12-01")
    assert done.stdout == "0 errors, 0 warnings.\n"


@pytest.mark.parametrize("policy", library(examples=True).policies, ids=lambda policy: policy.id)
def test_no_clause_of_a_policy_held_here_is_out_of_reach(policy: Policy) -> None:
    known = Known(payers={policy.payer}, documents=(), day=date(2027, 1, 1), stale_after=9999)
    errors = [each for each in advise((policy,), known) if each.severity >= Severity.ERROR]
    assert [str(each) for each in errors if "documents.csv" not in each.says] == []


def test_nothing_is_said_of_a_plain_policy() -> None:
    assert of(NEEDED.format("")) == []


# The payer, the documents and the source.


def test_a_payer_that_no_table_names_is_a_warning() -> None:
    known = Known(payers=(), documents=(), day=DAY, stale_after=365)
    [warning] = said(a_policy(a_revision()), known=known)
    assert warning.startswith("WARNING example/subject: the payer example is in no payer table")
    assert said(a_policy(a_revision(), payer="*"), known=known) == []


def test_a_document_that_no_table_names_is_an_error() -> None:
    window = DAYS.format(9, "discharge")
    assert of(circumstances(("any", f'{window}<document code="order"/>'))) == []
    [error] = of(circumstances(("any", f'{window}<document code="odrer"/>')))
    assert error == (
        "ERROR example/subject: from 2026-01-01, the document odrer is in no documents.csv"
    )


@pytest.mark.parametrize(("days", "warnings"), [(365, 0), (366, 1)])
def test_a_source_is_stale_so_many_days_after_it_was_read(days: int, warnings: int) -> None:
    read = date(2026, 1, 2)
    known = Known(
        payers={"example"}, documents=(), day=read + timedelta(days=days), stale_after=365
    )
    found = said(a_policy(a_revision()), known=known)
    says = "WARNING example/subject: from 2026-01-01, the source was read 366 days ago"
    assert [line.startswith(says) for line in found] == [True] * warnings


def test_a_source_that_is_marked_stale_is_a_warning_however_lately_it_was_read() -> None:
    marked = a_revision().replace('certainty="A"', 'certainty="A" stale="yes"')
    [warning] = said(a_policy(marked))
    assert warning.endswith("the source is marked stale: read it again")


def test_a_source_cannot_have_been_read_tomorrow() -> None:
    known = Known(payers={"example"}, documents=(), day=date(2026, 1, 1), stale_after=365)
    [error] = said(a_policy(a_revision()), known=known)
    assert error.endswith("the source was read on 2026-01-02, which is yet to come")


def test_a_source_cannot_have_been_read_before_it_was_published() -> None:
    late = a_revision().replace('certainty="A"', 'certainty="A" published="2026-01-03"')
    [error] = said(a_policy(late))
    assert error.endswith("the source is of 2026-01-03, after it was read")


# Revisions and rivals.


def test_days_between_two_revisions_are_a_warning() -> None:
    def pair(starts: str) -> list[str]:
        earlier = a_revision(attributes='from="2025-01-01" to="2025-12-31"')
        return said(a_policy(earlier, a_revision(attributes=f'from="{starts}"')))

    assert pair("2026-01-01") == []
    [warning] = pair("2026-01-03")
    assert warning == ("WARNING example/subject: no revision speaks from 2026-01-01 to 2026-01-02")


def test_two_policies_of_one_payer_subject_level_and_scope_compete() -> None:
    first = a_policy(a_revision(), subject="a", attributes='subject="imaging"')
    second = a_policy(a_revision(), subject="b", attributes='subject="imaging"')
    [error] = said(first, second)
    assert error.startswith("ERROR example/b: it competes with example/a")


@pytest.mark.parametrize(
    ("revision", "attributes"),
    [
        (a_revision(), 'subject="surgery"'),
        (a_revision(), 'subject="imaging" level="contract"'),
        (a_revision(), 'subject="imaging" lines-of-business="medicaid"'),
        (a_revision(attributes='from="2025-01-01" to="2025-12-31"'), 'subject="imaging"'),
        (a_revision(f'<scope states="OH"/>{NEEDED.format("")}'), 'subject="imaging"'),
    ],
)
def test_those_that_differ_in_one_of_these_do_not(revision: str, attributes: str) -> None:
    imaging = 'subject="imaging" lines-of-business="commercial"'
    first = a_policy(a_revision(), subject="a", attributes=imaging)
    assert said(first, a_policy(revision, subject="b", attributes=attributes)) == []


# Clauses that nothing reaches.


@pytest.mark.parametrize(
    ("services", "exempt", "errors"),
    [
        ('bill-types="11"', 'bill-types="13"', 1),
        ('bill-types="11 13"', 'bill-types="13"', 0),
        ('places="21"', 'places="23"', 1),
        ('places="21"', 'bill-types="13"', 0),
        ('codes="70551-70553"', 'codes="70554"', 1),
        ('codes="70551-70553"', 'codes="70553"', 0),
        ('codes="70552"', 'codes="70551-70553"', 0),
        ('codes="J12*"', 'codes="J1234"', 0),
        ('codes="J12*"', 'codes="J13*"', 1),
        ('codes="J12*"', 'codes="J1*"', 0),
        ('bill-types="11" whole-claim="yes"', 'codes="70551"', 0),
    ],
)
def test_an_exemption_that_takes_nothing_out_is_an_error(
    services: str, exempt: str, errors: int
) -> None:
    found = of(NEEDED.format(f"<services {services}/><exempt {exempt}/>"))
    says = "an <exempt> takes out nothing that the <services> mean"
    assert [line.endswith(says) for line in found] == [True] * errors


@pytest.mark.parametrize(
    ("earlier", "later", "errors"),
    [
        ((14, "discharge"), (7, "discharge"), 1),
        ((14, "discharge"), (14, "discharge"), 1),
        ((7, "discharge"), (14, "discharge"), 0),
        ((14, "discharge"), (7, "denial"), 0),
    ],
)
def test_a_window_that_shuts_before_the_one_above_it_is_an_error(
    earlier: tuple[int, str], later: tuple[int, str], errors: int
) -> None:
    found = of(circumstances(("any", DAYS.format(*earlier) + DAYS.format(*later))))
    says = f"{later[0]} calendar days of any never count: a window above is open longer"
    assert [line.endswith(says) for line in found] == [True] * errors


def test_a_window_that_must_also_come_before_something_leaves_room_for_another() -> None:
    bounded = '<window length="14" unit="calendar-days" after="discharge" before="denial"/>'
    plain = DAYS.format(7, "discharge")
    assert of(circumstances(("any", bounded + plain))) == []
    assert len(of(circumstances(("any", plain.replace("7", "20") + bounded)))) == 1


@pytest.mark.parametrize(
    ("first", "second", "errors"),
    [
        (("any", 14), ("emergency", 14), 1),
        (("any", 14), ("emergency", 7), 1),
        (("any", 7), ("emergency", 14), 0),
        (("emergency", 14), ("any", 14), 0),
        (("emergency", 14), ("newborn", 7), 0),
    ],
)
def test_a_circumstance_behind_one_that_accepts_all_of_it_is_an_error(
    first: tuple[str, int], second: tuple[str, int], errors: int
) -> None:
    found = of(
        circumstances(
            (first[0], DAYS.format(first[1], "discharge")),
            (second[0], DAYS.format(second[1], "discharge")),
        )
    )
    says = "the circumstance emergency is never reached: any before it accepts all of it"
    assert [line.endswith(says) for line in found] == [True] * errors


def test_a_circumstance_that_asks_for_proof_leaves_room_for_one_that_does_not() -> None:
    proof, window = '<all-of><document code="order"/></all-of>', DAYS.format(9, "discharge")
    assert of(circumstances(("any", proof + window), ("emergency", window))) == []
    assert len(of(circumstances(("any", window), ("emergency", proof + window)))) == 1


# Code lists.


@pytest.mark.parametrize("code", ["70551", "A9552", "0101T", "D0120"])
def test_procedure_codes_are_let_pass(code: str) -> None:
    rows = f"{code},,,,\n".encode()
    assert of(NEEDED.format('<services list="codes.csv"/>'), rows=rows) == []


@pytest.mark.parametrize("code", ["705511", "7055", "ABCDE"])
def test_a_word_in_a_list_that_is_no_procedure_code_is_an_error(code: str) -> None:
    [error] = of(NEEDED.format('<services list="codes.csv"/>'), rows=f"{code},,,,\n".encode())
    assert error.endswith(f"codes.csv has '{code}', which is no procedure code")


@pytest.mark.parametrize(
    ("row", "errors"),
    [
        (b"70551,,2025-12-31,,\n", 1),
        (b"70551,,2026-01-01,,\n", 0),
        (b"70551,2026-07-01,,,\n", 1),
        (b"70551,2026-06-30,,,\n", 0),
    ],
)
def test_a_list_of_which_nothing_counts_any_more_is_an_error(row: bytes, errors: int) -> None:
    body = NEEDED.format('<services codes="1234A"><except list="codes.csv"/></services>')
    found = of(body, 'from="2026-01-01" to="2026-06-30"', rows=row)
    assert [line.endswith("counts while the revision is in force") for line in found] == (
        [True] * errors
    )


# The command.


def test_an_error_is_exit_code_1_and_a_warning_is_not(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, subject__xml=xml_of(a_revision()))
    done = policies("lint", folder, "--as-of", "2026-06-01")
    assert done.returncode == 0
    assert done.stdout.endswith("0 errors, 1 warnings.\n")
    body = NEEDED.format('<services places="21"/><exempt places="23"/>')
    a_folder(tmp_path, other__xml=xml_of(a_revision(body), subject="other"))
    done = policies("lint", folder, "--as-of", "2026-06-01")
    assert done.returncode == 1
    assert done.stdout.endswith("1 errors, 2 warnings.\n")


def test_every_policy_that_is_refused_is_named_not_only_the_first(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, one__xml=b"<policy/>", two__xml=b"<!DOCTYPE a><policy/>")
    done = policies("lint", folder)
    assert done.returncode == 1
    assert "one.xml is refused: line 1" in done.stdout
    assert "two.xml is refused: line 1" in done.stdout
    assert done.stdout.endswith("2 errors, 0 warnings.\n")


def test_the_number_of_days_may_be_asked_for(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, subject__xml=xml_of(a_revision()))
    done = policies("lint", folder, "--as-of", "2026-01-12", "--stale", "9")
    assert "the source was read 10 days ago" in done.stdout


def test_only_what_lies_in_the_folder_is_told_of(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, subject__xml=xml_of(a_revision()))
    done = policies("lint", folder, "--as-of", "2026-06-01")
    assert all("example/subject" in line for line in done.stdout.splitlines()[:-1])


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = policies("lint", tmp_path / "nowhere")
    assert done.returncode == 2
    assert "no folder that can be read" in done.stderr
