from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from edi_service.report.sheet import Example, make_sheet
from tests.entry.running import EXAMPLES, a_folder, policies
from tests.policy.casework import library
from tests.policy.making import a_policy, a_revision, xml_of

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.policy.model import Policy
    from edi_service.report.sheet import Sheet

DAY = date(2026, 11, 25)  # the Wednesday before Thanksgiving
EXAMPLE = Example(DAY, ZoneInfo("America/New_York"))
NEEDED = '<authorization required="yes"><services codes="70551"/></authorization>'
OPEN = '<retrospective allowed="yes"><circumstance code="any">{}</circumstance></retrospective>'
EVERY = sorted({policy.payer for policy in library(examples=True).policies} - {"*"})


class Text(HTMLParser):
    """The words of a page, and whether its elements are closed in order."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not [value for name, value in attrs if name in {"src", "onload"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words += data.split()

    def __str__(self) -> str:
        return " ".join(self.words)


def page(payer: str, *arguments: str | Path) -> str:
    done = policies("sheet", payer, "--as-of", DAY.isoformat(), *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def sheet(*policies: Policy, payer: str = "example") -> Sheet:
    return make_sheet(payer, policies, {"order": "The order"}, EXAMPLE)


def worked(window: str) -> str:
    [stance] = sheet(a_policy(NEEDED + OPEN.format(f"<window {window}/>"))).stances
    return stance.reasons[0].limits[0].worked


# The page.


@pytest.mark.parametrize("payer", EVERY)
def test_every_payer_has_a_page_that_is_whole_and_needs_nothing_besides_itself(payer: str) -> None:
    text = page(payer, "--policies", EXAMPLES)
    assert Text(text).open == []
    assert not re.search(r"<(?:script|link|img|iframe)|@import|url\(", text)
    assert "None" not in str(Text(text)).replace("None of", "")


def test_the_page_says_what_front_desk_and_billers_need() -> None:
    text = str(Text(page("va")))
    for says in (
        "For services and requests of Wednesday, November 25, 2026",
        "May be asked for after the service, for the reasons below.",
        "through the payer's portal",
        "within 72 hours after the start of care",
        "the start of care on Wed Nov 25, 2026 9:00 am: until Sat Nov 28, 2026 09:00 EST",
        "The facility and the day and hour at which the care began",
        "Find out whether 38 U.S.C. 1725 or 1728 applies",
        "Was it an emergency?",
        "Place of service: where procedures belong",
        "Emergency department visits 99281 to 99285",
        "A, stale",
    ):
        assert says in text


def test_a_source_that_is_old_or_was_not_read_is_said_first() -> None:
    text = str(Text(page("va")))
    assert text.index("Check first.") < text.index("May be asked for")


def test_the_page_goes_to_a_file_when_one_is_named(tmp_path: Path) -> None:
    out = tmp_path / "va.html"
    done = policies("sheet", "va", "--as-of", DAY.isoformat(), "--out", out)
    assert (done.returncode, done.stdout) == (0, "")
    assert out.read_text(encoding="utf-8") == page("va").removesuffix("\n")


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    done = policies("sheet", "va", "--out", tmp_path / "nowhere" / "va.html")
    assert done.returncode == 2
    assert "nowhere" in done.stderr


def test_a_payer_without_policies_is_answered_with_those_that_have_some() -> None:
    done = policies("sheet", "nobody")
    assert done.returncode == 2
    assert "no policy of the payer nobody is held; there are " in done.stderr
    assert "medicare-ffs" in done.stderr


def test_words_of_a_policy_cannot_become_part_of_the_page(tmp_path: Path) -> None:
    body = NEEDED.replace(
        "<authorization", "<note>&lt;script&gt;alert(1)&lt;/script&gt;</note><authorization"
    )
    folder = a_folder(tmp_path, subject__xml=xml_of(a_revision(body)))
    text = page("example", "--policies", folder)
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_the_zone_of_the_examples_is_the_offices(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('zone = "America/Denver"\n')
    assert "09:00 MST" in page("va", "--config", config)


@pytest.mark.parametrize(
    ("payer", "name"),
    [
        ("va", "VA"),
        ("medicare-ffs", "Medicare FFS"),
        ("harbor-community-plan", "Harbor Community Plan"),
    ],
)
def test_the_payers_key_is_told_as_a_name(payer: str, name: str) -> None:
    assert sheet(payer=payer).name == name


# Limits, worked out.


@pytest.mark.parametrize(
    ("window", "says"),
    [
        ('length="14" unit="calendar-days" after="discharge"', "until the end of Wed Dec 09, 2026"),
        ('length="1" unit="business-days" after="discharge"', "until the end of Fri Nov 27, 2026"),
        ('length="48" unit="hours" after="admission"', "9:00 am: until Fri Nov 27, 2026 09:00 EST"),
        ('length="3" unit="months" after="discharge"', "until the end of Thu Feb 25, 2027"),
        (
            'length="1" unit="business-days" after="discharge" until="17:00"',
            "until Fri Nov 27, 2026 17:00 EST",
        ),
        (
            'length="1" unit="calendar-days" after="discharge" roll-forward="yes"',
            "until the end of Fri Nov 27, 2026",
        ),
        (
            'length="24" unit="hours" after="admission" starting="business-day"',
            "until Thu Nov 26, 2026 09:00 EST",
        ),
        (
            'length="24" unit="hours" after="admission" starting="closed-day"',
            "the admission on Thu Nov 26, 2026 9:00 am: until Fri Nov 27, 2026 09:00 EST",
        ),
    ],
)
def test_a_limit_is_worked_out_for_the_day_of_the_sheet(window: str, says: str) -> None:
    assert worked(window).endswith(says)


# What is on it.


def test_only_what_holds_on_the_day_is_on_it() -> None:
    old = a_revision(NEEDED, 'from="2025-01-01" to="2025-12-31"')
    new = a_revision(NEEDED, 'from="2027-01-01"')
    assert sheet(a_policy(old)).stances == ()
    assert sheet(a_policy(new)).stances == ()
    assert len(sheet(a_policy(NEEDED)).stances) == 1


def test_the_policies_of_other_payers_are_not_on_it() -> None:
    assert sheet(a_policy(NEEDED, payer="other")).stances == ()


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        ("", "unknown"),
        ('<retrospective allowed="no"><because>Never.</because></retrospective>', "no"),
        (OPEN.format('<window length="1" unit="hours" after="admission"/>'), "yes"),
    ],
)
def test_it_says_whether_one_may_ask_at_all(rule: str, allowed: str) -> None:
    [stance] = sheet(a_policy(NEEDED + rule)).stances
    assert stance.allowed == allowed
    assert stance.because == ("Never." if allowed == "no" else "")


def test_documents_are_told_by_their_titles_and_by_their_words_where_they_have_none() -> None:
    window = '<window length="1" unit="hours" after="admission"/>'
    documents = '<document code="order"/><document code="x-ray"/>'
    [stance] = sheet(a_policy(NEEDED + OPEN.format(window + documents))).stances
    assert stance.reasons[0].documents == ("The order", "x-ray")


def test_the_codes_of_a_short_list_are_told_and_a_long_one_is_counted() -> None:
    head = b"code,from,to,state,modifier\n70551,,,,\n70552,,2020-01-01,,\n"
    body = '<authorization required="yes"><services list="l.csv"/></authorization>'
    [stance] = sheet(a_policy(body, lists={"l.csv": head})).stances
    assert stance.asks == ("codes: 70551",)
    many = head + b"".join(b"%05d,,,,\n" % number for number in range(80000, 80040))
    [stance] = sheet(a_policy(body, lists={"l.csv": many})).stances
    assert stance.asks == ("the 41 codes of l.csv",)


def test_a_list_that_is_not_held_is_said_not_to_be() -> None:
    [stance] = sheet(a_policy('<authorization required="unlisted"/>')).stances
    assert stance.asks == (
        "Services on the payer's own list, which is not held here: look them up.",
    )
    some = '<authorization required="unlisted"><services places="22"/></authorization>'
    [stance] = sheet(a_policy(some)).stances
    assert stance.asks[1:] == ("among places of service: 22",)
    [stance] = sheet(a_policy('<authorization required="yes"/>')).stances
    assert stance.asks == ("Every service.",)


def test_proof_is_told_without_counting_to_one() -> None:
    proof = '<{0}><reason code="emergency"/></{0}>'
    window = '<window length="1" unit="hours" after="admission"/>'
    for group, told in (
        ("all-of", "the service was an emergency"),
        ("none-of", "none of (the service was an emergency)"),
    ):
        body = NEEDED + OPEN.format(proof.format(group) + window)
        [stance] = sheet(a_policy(body)).stances
        assert stance.reasons[0].proof == (told,)


def test_a_family_of_the_payer_takes_the_place_of_the_general_one() -> None:
    places = (
        '<places><family id="f" title="{}" codes="99281" expected="23" tolerated="02">'
        '<otherwise severity="error" lines-of-business="medicare"/>'
        '<otherwise severity="warning"/></family></places>'
    )
    general = a_policy(places.format("General"), subject="general", payer="*")
    own = a_policy(places.format("Own"), attributes='lines-of-business="medicare"')
    [trap] = sheet(own, general).traps
    assert (trap.title, trap.codes, trap.expected) == ("Own", "99281", "23, (02)")
    assert trap.otherwise == "error"
    [trap] = sheet(a_policy(places.format("Own").replace('f"', 'f" certainty="C"'))).traps
    assert trap.otherwise == "warning, to be checked"
    [trap] = sheet(general, a_policy(NEEDED, attributes='lines-of-business="medicaid"')).traps
    assert (trap.title, trap.otherwise) == ("General", "warning")


def test_what_follows_a_decision_and_what_else_runs_out_is_on_it() -> None:
    more = (
        '<retrospective allowed="yes"><circumstance code="any">'
        '<window length="1" unit="hours" after="admission"/></circumstance>'
        '<approved action="corrected-claim">Send it.</approved>'
        '<denied action="appeal">Write.</denied></retrospective>'
        '<penalty after="admission" liable="provider"><tier percent="100" of="stay"/></penalty>'
        '<clock kind="timely-filing" length="180" unit="calendar-days" after="discharge"/>'
    )
    [stance] = sheet(a_policy(NEEDED + more)).stances
    assert ("After approval", "corrected claim: Send it.") in stance.follows
    assert ("After denial", "appeal: Write.") in stance.follows
    late = "from the admission, borne by the provider: later: 100 % of stay"
    assert ("Late notice", late) in stance.follows
    [(kind, found)] = stance.clocks
    assert kind == "timely filing"
    assert found.worked.endswith("until the end of Mon May 24, 2027")


def test_what_does_not_go_together_is_told_with_how_grave_it_is() -> None:
    body = (
        '<places><misfit id="one" against="modifier" title="Modifier 95 in the office."'
        ' severity="error"><when modifiers="95" places="11"/></misfit>'
        '<misfit id="two" against="procedure" title="For the others." lines-of-business="medicaid">'
        '<when codes="99213"/></misfit></places>'
    )
    general = '<places><misfit id="one" against="modifier" title="Let pass."><when places="11"/>'
    policies_held = (
        a_policy(NEEDED + body, attributes='lines-of-business="commercial"'),
        a_policy(general + "</misfit></places>", subject="general", payer="*"),
    )
    sheet = make_sheet("example", policies_held, {}, EXAMPLE)
    told = [(each.title, each.severity) for each in sheet.misfits]
    assert told == [("Modifier 95 in the office.", "error")]


def test_the_misfits_for_every_payer_are_on_a_sheet() -> None:
    text = str(Text(page("va")))
    assert "What does not go together on a claim" in text
    assert "Place of service 58 is for opioid treatment" in text
