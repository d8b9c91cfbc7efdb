"""``edi-service respond``: what payers answered, taken into the store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from edi_service.entry.cli.cases.options import AsOfOption, CasesFormat, FormatOption, options_of
from edi_service.entry.cli.failure import FOUND_ERRORS, give_up
from edi_service.entry.cli.options import ConfigOption, KeysOption, StoreOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.finding import Finding
    from edi_service.service.casework.responding import Result
    from edi_service.wiring.casework import Taken


def respond(
    *,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Files or folders of answers; - for standard input."
        ),
    ],
    store: StoreOption,
    keys: KeysOption = None,
    as_of: AsOfOption = "",
    config: ConfigOption = None,
    output_format: FormatOption = CasesFormat.TEXT,
) -> None:
    """
    Take answers in: 278 responses, 999, TA1 and 277CA, told apart by content; say what each did.

    Exit code 0: each was understood; 1: one was not, or answers nothing that was sent; 2: it could
    not be done. A file is taken in as a whole, or not at all. Nobody is named.
    """
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.casework import respond as take  # noqa: PLC0415 -- likewise

    try:
        taken = take(options_of(store, keys, as_of=as_of, config=config), tuple(inputs))
    except CannotDoIt as fault:
        give_up(str(fault))
    if output_format is CasesFormat.JSON:
        typer.echo(_json(taken))
    else:
        for line in _lines(taken):
            typer.echo(line)
    if any(_is_error(found) for _, responses in taken.files for found in responses.findings):
        raise typer.Exit(FOUND_ERRORS)


def _is_error(finding: Finding) -> bool:
    from edi_service.finding import Severity  # noqa: PLC0415 -- keeps --help quick

    return finding.severity >= Severity.ERROR


def _lines(taken: Taken) -> Iterator[str]:
    for name, responses in taken.files:
        yield name
        for result in responses.results:
            yield f"  {_text(result)}"
        if responses.left_alone:
            yield f"  {responses.left_alone:,} about claims that stand in no case: left alone"
        for found in responses.findings:
            where = f"segment {found.position.segment}"
            yield f"  {found.severity.label.upper()} {found.kind.code} {where}: {found.message}"
            yield f"    {found.kind.title}. {found.kind.remedy}"
    if taken.expired:
        yield f"expired, never sent and not in time: {', '.join(taken.expired)}"


def _text(result: Result) -> str:
    if not result.case_id:
        return f"{result.kind:<5} about no case in the store: {result.says}; kept"
    about = f"case {result.case_id} attempt {result.attempt}"
    return f"{result.kind:<5} {about}: {result.says} ({result.effect}); now {result.state}"


def _json(taken: Taken) -> str:
    import msgspec  # noqa: PLC0415 -- only here

    from edi_service.report.rows import finding_row  # noqa: PLC0415 -- keeps --help quick

    answers = [result for _, responses in taken.files for result in responses.results]
    findings = [
        finding_row(found, name) for name, responses in taken.files for found in responses.findings
    ]
    return json.dumps(
        {
            "answers": msgspec.to_builtins(answers),
            "findings": msgspec.to_builtins(findings),
            "left_alone": sum(responses.left_alone for _, responses in taken.files),
            "expired": list(taken.expired),
        },
        ensure_ascii=False,
    )
