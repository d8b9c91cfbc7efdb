"""A case that was approved gets its claim mended, and what was done is written down."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from edi_service.cases.progress import Cause, State
from edi_service.claims.model import ClaimKind
from edi_service.edge.guides import find_guide
from edi_service.facts.parse import parse_authorizations
from edi_service.mending.approval import Approval, Manner
from edi_service.policy.model import Aftermath, NextStep
from edi_service.review.answer.heard import Action, Heard, HeardLine
from edi_service.service.casework.mender import Mender, Wishes
from edi_service.service.casework.mending import Original, mend_in, mend_passed
from edi_service.service.casework.stored import read_stored
from edi_service.service.records import AnswerRecord
from edi_service.service.store import StoreRefused
from edi_service.service.synth import synthesize
from tests.mending.cutting import asked, cut_out, segments
from tests.remittance.making import a_paid_claim, a_paid_line, a_remittance
from tests.service.memory import a_desk
from tests.service.storing import a_store, keep_claims, move
from tests.service.test_remitting import SLEEP, desk, outside, remit, sleep_denied

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.casework.mender import CaseMended
    from edi_service.service.desk import Desk
    from edi_service.service.records import CaseRecord

GRANT = Heard(cause=Cause.APPROVED, action=Action.CERTIFIED, number="AUTH77")
ON_FILE = (
    "number,payer,member,procedures\nFILED1,prairie-mutual,M10000001,95810\n"
    "OTHER1,prairie-mutual,M10000001,97110\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    one = a_store(tmp_path)
    yield one
    one.close()


@pytest.fixture
def case(store: SqlStore) -> CaseRecord:
    keep_claims(store, SLEEP, desk(), outside())
    return only(store)


def only(store: SqlStore) -> CaseRecord:
    with store.read() as shelf:
        [record] = shelf.cases()
    return record


def hear(store: SqlStore, case_id: str, heard: Heard, state: State = State.APPROVED) -> None:
    """Let a payer have said *heard*."""
    with store.begin(actor="test", at=a_desk().as_of) as books:
        record = AnswerRecord(
            answer_id=f"{case_id}-{heard.number}",
            kind="278",
            heard_at=a_desk().as_of,
            case_id=case_id,
            attempt=1,
            reading=msgspec.json.encode(heard),
        )
        books.add_answer(record, b"")
    move(store, case_id, state)


def mend(store: SqlStore, case_id: str, authorizations: str = "", **wishes: Any) -> CaseMended:
    one = desk()
    if authorizations:
        table = parse_authorizations(authorizations, name="authorizations.csv")
        one = replace(one, authorizations=table)
    return Mender(store, one, outside()).mend(case_id, Wishes(**wishes))


def codes(found: CaseMended) -> list[str]:
    return [each.kind.code for each in found.findings]


def references(found: CaseMended) -> list[str]:
    assert found.data is not None
    return [text for text in segments(found.data) if text.startswith(("REF*G1", "REF*F8"))]


def test_a_held_claim_goes_out_with_its_number(store: SqlStore, case: CaseRecord) -> None:
    hear(store, case.case_id, GRANT)
    found = mend(store, case.case_id)
    assert found.findings == ()
    assert (found.manner, found.cases) == (Manner.RELEASED, (case.case_id,))
    assert found.data is not None
    before, after = cut_out(SLEEP, "A13001"), segments(found.data)
    assert asked(before, after, "*") == [([], ["REF*G1*AUTH77"])]
    with store.read() as shelf:
        [record] = shelf.mended(case.case_id)
        assert shelf.mended_data(case.case_id, record.number) == found.data
        event = shelf.events(case.case_id)[-1]
    assert (record.kind, record.authorization) == ("held-claim-released", "AUTH77")
    assert (event.cause, event.after) == (Cause.CLAIM_MENDED, State.MENDED)
    assert event.note == "held claim released, mended file 1"


def test_each_file_has_a_control_number_of_its_own(store: SqlStore, case: CaseRecord) -> None:
    hear(store, case.case_id, GRANT)
    numbers = []
    for _ in range(2):
        found = mend(store, case.case_id)
        assert found.data is not None
        numbers.append(segments(found.data)[0].split("*")[13])
    assert numbers == ["000000002", "000000003"]  # the claim came in under 1


@pytest.mark.parametrize(("above", "number"), [(0, "2"), (1, "2"), (2, "3"), (4053, "4054")])
def test_a_control_number_lies_above_those_of_others(
    store: SqlStore, case: CaseRecord, above: int, number: str
) -> None:
    hear(store, case.case_id, GRANT)
    found = mend(store, case.case_id, numbers_above=above)
    assert found.data is not None
    texts = segments(found.data)
    assert [texts[0].split("*")[13], texts[1].split("*")[6]] == [number.zfill(9), number]
    with store.read() as shelf:
        counts = shelf.drop_counts()
    assert (counts.numbers_given, counts.numbers_used) == (int(number), 1)
    assert counts.numbers_void == int(number) - 1


def test_a_denied_claim_goes_out_as_its_payer_wants_it(store: SqlStore, case: CaseRecord) -> None:
    remit(store, sleep_denied())
    hear(store, case.case_id, GRANT)
    unknown = mend(store, case.case_id)
    assert (unknown.data, codes(unknown)) == (None, ["MD08"])
    found = mend(store, case.case_id, manner=Manner.CORRECTED)
    assert references(found) == ["REF*G1*AUTH77", "REF*F8*ICNA13001"]
    assert only(store).state == State.MENDED


def test_the_payers_number_may_be_given(store: SqlStore, case: CaseRecord) -> None:
    hear(store, case.case_id, GRANT)
    without = mend(store, case.case_id, manner=Manner.CORRECTED)
    assert codes(without) == ["MD02"]
    found = mend(store, case.case_id, manner=Manner.CORRECTED, payer_control_number="BYPHONE9")
    assert references(found) == ["REF*G1*AUTH77", "REF*F8*BYPHONE9"]


def desk_with(step: NextStep) -> Desk:
    """The desk, where the policy of sleep studies says what follows an approval."""
    one = desk()
    policies = tuple(
        msgspec.structs.replace(
            policy,
            revisions=tuple(
                msgspec.structs.replace(each, aftermath=Aftermath(approved=step))
                for each in policy.revisions
            ),
        )
        if policy.id == "prairie-mutual/sleep-studies"
        else policy
        for policy in one.library.policies
    )
    return replace(one, library=replace(one.library, policies=policies))


@pytest.mark.parametrize(
    ("taken", "manner"), [("640", Manner.NEW), ("240", Manner.CORRECTED)], ids=["whole", "part"]
)
def test_the_remittance_tells_whether_a_part_was_denied(
    store: SqlStore, case: CaseRecord, taken: str, manner: Manner
) -> None:
    line = a_paid_line("HC:95810", "640", [("CO", "197", taken)]).replace("20260203", "20260603")
    remit(store, a_remittance(a_paid_claim(line, number="A13001", charge="640")))
    hear(store, case.case_id, GRANT)
    step = NextStep("new-claim", "", "corrected-claim", "payer-reprocesses")
    found = Mender(store, desk_with(step), outside()).mend(case.case_id, Wishes())
    assert found.manner is manner
    assert found.data is not None


def test_a_claim_that_the_payer_reprocesses_is_not_written(
    store: SqlStore, case: CaseRecord
) -> None:
    hear(store, case.case_id, GRANT)
    found = mend(store, case.case_id, manner=Manner.REPROCESSED)
    assert (found.data, codes(found)) == (None, ["MD10"])
    assert only(store).state == State.APPROVED


@pytest.mark.parametrize("state", [State.READY, State.SENT, State.PENDED, State.REFUSED])
def test_without_a_number_nothing_is_mended(
    store: SqlStore, case: CaseRecord, state: State
) -> None:
    move(store, case.case_id, state)
    found = mend(store, case.case_id)
    assert (found.data, codes(found)) == (None, ["MD12"])
    with store.read() as shelf:
        assert shelf.mended(case.case_id) == []


def test_a_number_on_file_mends_a_case_that_was_not_asked(
    store: SqlStore, case: CaseRecord
) -> None:
    found = mend(store, case.case_id, ON_FILE)
    assert references(found) == ["REF*G1*FILED1"]
    assert only(store).state == State.MENDED


def on_file_only(store: SqlStore) -> str:
    """The id of a claim that has no case, for an authorization is on file."""
    one = replace(desk(), authorizations=parse_authorizations(ON_FILE, name="a.csv"))
    [claim_id] = keep_claims(store, SLEEP, one, outside())
    with store.read() as shelf:
        assert list(shelf.cases()) == []
    return claim_id


def test_a_claim_without_a_case_is_mended_by_what_is_on_file(store: SqlStore) -> None:
    claim_id = on_file_only(store)
    found = mend(store, claim_id, ON_FILE)
    assert (found.cases, found.findings) == ((), ())
    assert references(found) == ["REF*G1*FILED1"]
    with store.read() as shelf:
        entries = [(each.action, each.subject) for each in shelf.entries()]
    assert ("claim mended", claim_id) in entries


def test_a_claim_without_a_number_is_not_mended(store: SqlStore) -> None:
    assert codes(mend(store, on_file_only(store))) == ["MD12"]


def test_what_is_on_file_goes_out_with_what_was_approved(store: SqlStore) -> None:
    one = replace(desk(), authorizations=parse_authorizations(ON_FILE, name="a.csv"))
    keep_claims(store, BOTH, one, outside())
    case = only(store)
    assert case.case.policy == "prairie-mutual/advanced-imaging"
    hear(store, case.case_id, msgspec.structs.replace(GRANT, number="MRI1"))
    found = mend(store, case.case_id, ON_FILE)
    assert references(found) == ["REF*G1*MRI1", "REF*G1*FILED1"][::-1]
    assert found.cases == (case.case_id,)


def test_what_the_payer_said_goes_before_what_is_on_file(store: SqlStore, case: CaseRecord) -> None:
    hear(store, case.case_id, GRANT)
    assert references(mend(store, case.case_id, ON_FILE)) == ["REF*G1*AUTH77"]


def test_the_number_of_a_line_counts_for_it(store: SqlStore, case: CaseRecord) -> None:
    line = HeardLine(line="1", action=Action.CERTIFIED, number="LINE1")
    hear(store, case.case_id, msgspec.structs.replace(GRANT, lines=(line,)))
    found = mend(store, case.case_id)
    assert references(found) == ["REF*G1*AUTH77", "REF*G1*LINE1"]


def test_what_was_refused_in_part_gets_no_number(store: SqlStore, case: CaseRecord) -> None:
    line = HeardLine(line="1", action=Action.NOT_CERTIFIED)
    heard = Heard(cause=Cause.PARTLY_APPROVED, action=Action.PARTIAL, number="PART1", lines=(line,))
    hear(store, case.case_id, heard, State.APPROVED_IN_PART)
    assert codes(mend(store, case.case_id)) == ["MD09"]


BOTH = SLEEP.replace(b"SE*26", b"LX*2~SV1*HC:70553*900*UN*1***1~DTP*472*D8*20260603~SE*29").replace(
    b"A13001*640", b"A13001*1540"
)


def both_cases(store: SqlStore) -> dict[str, str]:
    """The ids of a claim's two cases, by their policies."""
    keep_claims(store, BOTH, desk(), outside())
    with store.read() as shelf:
        return {each.case.policy.partition("/")[2]: each.case_id for each in shelf.cases()}


def test_one_file_speaks_for_all_cases_of_its_claim(store: SqlStore) -> None:
    cases = both_cases(store)
    for number, case_id in (
        ("SLEEP1", cases["sleep-studies"]),
        ("MRI1", cases["advanced-imaging"]),
    ):
        hear(store, case_id, msgspec.structs.replace(GRANT, number=number))
    found = mend(store, cases["sleep-studies"])
    assert set(found.cases) == set(cases.values())
    assert references(found) == ["REF*G1*SLEEP1", "REF*G1*MRI1"]
    with store.read() as shelf:
        assert {each.state for each in shelf.cases()} == {State.MENDED}


def test_a_case_that_waits_does_not_hold_the_other(store: SqlStore) -> None:
    cases = both_cases(store)
    hear(store, cases["sleep-studies"], GRANT)
    found = mend(store, cases["sleep-studies"])
    assert references(found) == ["REF*G1*AUTH77"]
    assert found.cases == (cases["sleep-studies"],)


def test_decisions_about_the_same_line_do_not_compete_in_silence(store: SqlStore) -> None:
    cases = both_cases(store)
    for number, case_id in (("N1", cases["sleep-studies"]), ("N2", cases["advanced-imaging"])):
        line = HeardLine(line="1", action=Action.CERTIFIED, number=number)
        hear(store, case_id, msgspec.structs.replace(GRANT, number=number, lines=(line,)))
    assert codes(mend(store, cases["sleep-studies"])) == ["MD13"]


def test_a_case_that_is_not_there_is_told(store: SqlStore) -> None:
    with pytest.raises(StoreRefused, match="there is no case or claim beef"):
        mend(store, "beef")


def test_a_place_is_proposed_beside_the_claim_and_not_changed(store: SqlStore) -> None:
    emergency = b"LX*2~SV1*HC:99284*10*UN*1***1~DTP*472*D8*20260603~SE*29"
    wrong = SLEEP.replace(b"SE*26", emergency).replace(b"A13001*640", b"A13001*650")
    keep_claims(store, wrong, desk(), outside())
    case = only(store)
    hear(store, case.case_id, GRANT)
    found = mend(store, case.case_id)
    assert found.data is not None
    assert b"***11:B:1*" in found.data
    [proposal] = found.proposals
    assert (proposal.finding, proposal.element, proposal.line) == ("PS02", "SV105", "2")
    with store.read() as shelf:
        mended, proposed = shelf.mended(case.case_id)
        rows = json.loads(shelf.mended_data(case.case_id, proposed.number))
    assert (mended.kind, proposed.kind) == ("held-claim-released", "proposal")
    assert [(row["now"], row["proposed"]) for row in rows] == [("11", ["23"])]


@pytest.mark.parametrize("kind", list(ClaimKind))
def test_a_claim_kept_alone_is_mended_as_in_its_file(store: SqlStore, kind: ClaimKind) -> None:
    data = b"".join(synthesize(kind, 6, 11))
    approval = Approval(manner=Manner.CORRECTED, number="A1", payer_control_number="P1")
    for claim_id in keep_claims(store, data):
        with store.read() as shelf:
            stored = read_stored(shelf, claim_id, find_guide=find_guide)
        alone = mend_passed(stored.passed, approval, find_guide=find_guide, control_number=9)
        original = Original(io.BytesIO(data), stored.record.sha256, stored.record.segment)
        assert alone == mend_in(original, approval, find_guide=find_guide, control_number=9)
