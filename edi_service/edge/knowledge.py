"""
Reading what the service knows from disk: schemas, code sets, policies, facts, configuration.

Each reader imports what it needs when it is asked: a command asks for a few of them, and to load
what all of them need takes longer than to check a small file.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from edi_service.edge import resources
from edi_service.service.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo
    from pathlib import Path

    from lxml import etree

    from edi_service.acknowledge.claim_status import StatusTable
    from edi_service.cases.report_types import ReportTypes
    from edi_service.codes.sets import CodeSets
    from edi_service.facts.eligibility import EligibilityTable
    from edi_service.facts.match import AuthorizationTable, EncounterTable, FactsTable
    from edi_service.facts.rates import RateTable
    from edi_service.facts.sort import Sort
    from edi_service.facts.tables import Tables
    from edi_service.policy.library import Library
    from edi_service.policy.model import PayerAlias, Policy
    from edi_service.remittance.reasons import ReasonTable
    from edi_service.report.audit.preventable import Preventability
    from edi_service.review.answer.reasons import Reasons
    from edi_service.review.service_type import ServiceTypes
    from edi_service.service.config import Config

PAYERS, DOCUMENTS = "payers.csv", "documents.csv"


class KnowledgeRefused(Refused):
    """What the service should know cannot be read; the message is one clear sentence."""


def read_config(path: Path | None) -> Config:
    """The configuration in *path*; the defaults without one."""
    from edi_service.service.config import Config, ConfigRefused, parse_config

    if path is None:
        return Config()
    try:
        return parse_config(_text(path))
    except ConfigRefused as fault:
        message = f"the configuration {path} is refused: {fault}"
        raise KnowledgeRefused(message) from None


def read_facts(path: Path | None) -> FactsTable:
    """The facts in *path*; none without one."""
    from edi_service.facts.match import FactsTable

    if path is None:
        return FactsTable.empty()
    from edi_service.facts.parse import FactsRefused, parse_facts

    try:
        return parse_facts(_text(path), name=str(path))
    except FactsRefused as fault:
        message = f"the facts {path} are refused: {fault}"
        raise KnowledgeRefused(message) from None


def read_encounters(path: Path | None, zone: tzinfo) -> EncounterTable:
    """The encounters in *path*, with *zone* where a time has no offset; none without one."""
    from edi_service.facts.match import EncounterTable

    if path is None:
        return EncounterTable.empty()
    from edi_service.facts.parse import FactsRefused, parse_encounters

    try:
        return parse_encounters(_text(path), name=str(path), zone=zone)
    except FactsRefused as fault:
        message = f"the encounters {path} are refused: {fault}"
        raise KnowledgeRefused(message) from None


def read_eligibility(path: Path | None) -> EligibilityTable:
    """The eligibility responses (271) in *path*; none without one."""
    from edi_service.facts.eligibility import NO_ELIGIBILITY, read_responses

    if path is None:
        return NO_ELIGIBILITY
    return read_responses(io.BytesIO(_bytes(path)), name=str(path))


def read_authorizations(path: Path | None) -> AuthorizationTable:
    """The authorizations on file in *path*; none without one."""
    from edi_service.facts.match import AuthorizationTable

    if path is None:
        return AuthorizationTable.empty()
    from edi_service.facts.parse import FactsRefused, parse_authorizations

    try:
        return parse_authorizations(_text(path), name=str(path))
    except FactsRefused as fault:
        message = f"the authorizations {path} are refused: {fault}"
        raise KnowledgeRefused(message) from None


def read_tables(sort: Sort, path: Path, zone: tzinfo) -> Tables:
    """The table of a *sort* in *path*, among empty ones."""
    from edi_service.facts.parse import FactsRefused
    from edi_service.facts.tables import parse_tables

    try:
        return parse_tables(sort, _bytes(path), name=str(path), zone=zone)
    except FactsRefused as fault:
        message = f"the {sort} {path} are refused: {fault}"
        raise KnowledgeRefused(message) from None


def read_rates(path: Path | None) -> RateTable:
    """The rates in *path*; none without one."""
    from edi_service.facts.rates import NO_RATES

    if path is None:
        return NO_RATES
    from edi_service.facts.parse import FactsRefused, parse_rates

    try:
        return parse_rates(_text(path), name=str(path))
    except FactsRefused as fault:
        message = f"the rates {path} are refused: {fault}"
        raise KnowledgeRefused(message) from None


def read_library(
    folders: Sequence[Path],
    aliases: tuple[PayerAlias, ...],
    *,
    replacing: bool = False,
    without: frozenset[str] = frozenset(),
) -> Library:
    """
    The shipped policies, those in *folders* besides, and the code sets.

    Args:
        folders: each laid out as ``<payer>/<subject>.xml``, with an optional payers.csv.
        aliases: the configuration's payers, which go before those of the tables.
        replacing: whether a policy takes the place of one of the same id in an earlier folder,
            which is refused otherwise.
        without: ids of shipped policies that are left out.
    """
    from edi_service.codes.place_of_service import PlacesOfService
    from edi_service.codes.states import States
    from edi_service.policy.language.refused import PolicyRefused
    from edi_service.policy.library import Library
    from edi_service.policy.payers import PayerTable

    schemas = resources.schemas()
    schema = _policy_schema()
    every = [resources.policies() / "library", *folders]
    shipped = [alias for folder in every for alias in _read_aliases(folder)]
    library, *others = every
    policies = [each for each in _read_policies(library, schema) if each.id not in without]
    policies += [policy for folder in others for policy in _read_policies(folder, schema)]
    if replacing:
        policies = list({policy.id: policy for policy in policies}.values())
    try:
        return Library(
            policies=tuple(policies),
            payers=PayerTable((*aliases, *shipped)),
            places=PlacesOfService.parse(_text(schemas / "codes" / "place-of-service.csv")),
            states=States.parse(_text(schemas / "codes" / "states.csv")),
        )
    except PolicyRefused as fault:
        raise KnowledgeRefused(str(fault)) from None


def refusals(folders: Sequence[Path]) -> list[str]:
    """Why each policy in *folders* that cannot be used is refused, in one sentence each."""
    schema = _policy_schema()
    said: list[str] = []
    for folder in folders:
        for path in sorted(folder.rglob("*.xml")):
            try:
                _read_policy(path, folder, schema)
            except KnowledgeRefused as fault:
                said.append(str(fault))
    return said


def read_payers(folders: Sequence[Path]) -> frozenset[str]:
    """The payers that the tables of the library and of *folders* can recognise on a claim."""
    every = [resources.policies() / "library", *folders]
    return frozenset(alias.payer for folder in every for alias in _read_aliases(folder))


def read_document_titles(folders: Sequence[Path]) -> dict[str, str]:
    """What the words for documents mean, from the documents.csv of each folder."""
    titles: dict[str, str] = {}
    for folder in [resources.policies() / "library", *folders]:
        path = folder / DOCUMENTS
        if path.is_file():
            rows = csv.DictReader(io.StringIO(_text(path)))
            titles.update({row["code"]: row["title"] for row in rows})
    return titles


def read_report_types() -> ReportTypes:
    """What the codes for papers mean (PWK01)."""
    from edi_service.cases.report_types import ReportTypes

    return ReportTypes.parse(_text(resources.schemas() / "codes" / "report-types.csv"))


def read_service_types() -> ServiceTypes:
    """The table that UM03 of a request is taken from."""
    from edi_service.review.service_type import ServiceTypes

    return ServiceTypes.parse(_text(resources.schemas() / "codes" / "service-types.csv"))


def read_code_sets(folder: Path | None = None) -> CodeSets:
    """The code sets that claims are held against: those shipped, and the lists in *folder*."""
    from edi_service.codes.icd10 import Releases
    from edi_service.codes.lists import ProcedureLists
    from edi_service.codes.sets import CodeSets
    from edi_service.codes.states import States
    from edi_service.edge.code_folder import CodeFileRefused, CodeFolder

    kept = CodeFolder(folder)
    try:
        return CodeSets(
            states=States.parse(_text(resources.schemas() / "codes" / "states.csv")),
            diagnoses=Releases(kept.releases()),
            procedures=ProcedureLists(tuple(kept.procedures())),
        )
    except CodeFileRefused as fault:
        raise KnowledgeRefused(str(fault)) from None


def read_status_table() -> StatusTable:
    """What a finding means for the status of its claim (277CA)."""
    from edi_service.acknowledge.claim_status import StatusTable

    return StatusTable.parse(_text(resources.schemas() / "codes" / "claim-status.csv"))


def read_preventability() -> Preventability:
    """Which retrospective requests an office could have spared itself."""
    from edi_service.report.audit.preventable import Preventability

    text = _text(resources.schemas() / "codes" / "preventability.csv")
    return Preventability.parse(text)


def read_reasons() -> ReasonTable:
    """What the codes of a denial are about (CARC, RARC)."""
    from edi_service.remittance.reasons import ReasonTable

    return ReasonTable.parse(_text(resources.schemas() / "codes" / "denials.csv"))


def read_review_reasons() -> Reasons:
    """What the reasons in an answer to a services review mean."""
    from edi_service.review.answer.reasons import Reasons

    return Reasons.parse(_text(resources.schemas() / "codes" / "review-reasons.csv"))


def _policy_schema() -> etree.XMLSchema:
    from lxml import etree

    return etree.XMLSchema(etree.parse(resources.schemas() / "policy" / "policy.xsd"))


def _read_policies(folder: Path, schema: etree.XMLSchema) -> list[Policy]:
    if not folder.is_dir():
        message = f"the policies {folder} are no folder that can be read"
        raise KnowledgeRefused(message)
    return [_read_policy(path, folder, schema) for path in sorted(folder.rglob("*.xml"))]


def _read_policy(path: Path, folder: Path, schema: etree.XMLSchema) -> Policy:
    from edi_service.policy.language.load import load_policy
    from edi_service.policy.language.refused import PolicyRefused

    expected = path.relative_to(folder).with_suffix("").as_posix()
    lists = {each.name: _bytes(each) for each in path.parent.glob("*.csv")}
    try:
        return load_policy(_bytes(path), schema, lists, expected_id=expected)
    except PolicyRefused as fault:
        message = f"the policy {path} is refused: {fault}"
        raise KnowledgeRefused(message) from None


def _read_aliases(folder: Path) -> tuple[PayerAlias, ...]:
    from edi_service.policy.payers import PayersRefused, parse_aliases

    path = folder / PAYERS
    if not path.is_file():
        return ()
    try:
        return parse_aliases(_text(path))
    except PayersRefused as fault:
        message = f"the payer table {path} is refused: {fault}"
        raise KnowledgeRefused(message) from None


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        message = f"{path} is not text in UTF-8"
        raise KnowledgeRefused(message) from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        message = f"{path} cannot be read: {fault.strerror}"
        raise KnowledgeRefused(message) from None
