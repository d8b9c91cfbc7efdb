"""Lists of codes that an office imports: taking one, and saying which are held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from edi_service.codes.listing import Said
from edi_service.edge import knowledge
from edi_service.edge.code_folder import CodeFolder, CodeSetName, user_folder
from edi_service.wiring.asked import CannotDoIt, in_one_sentence

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """
    What ``edi-service codes import`` was asked for.

    *code_set* is icd10cm, hcpcs, cpt or cdt; *starts* and *ends* are ISO 8601, or empty where the
    list says them itself.
    """

    code_set: str
    file: Path
    starts: str = ""
    ends: str = ""
    release: str = ""
    source: str = ""
    certainty: str = ""
    config: Path | None = None
    codes: Path | None = None


def import_codes(options: ImportOptions) -> str:
    """
    Import a list of codes, so that the next run holds claims against it; what was taken, in words.

    Raises:
        CannotDoIt: the file is no such list, its days overlap with those of another one, or it
            cannot be kept; what was held before is held still.
    """
    with in_one_sentence():
        said = Said(
            name=options.release,
            starts=_day(options.starts),
            ends=_day(options.ends),
            source=options.source or options.file.name,
            certainty=options.certainty,
        )
        folder = _code_folder(options.codes, options.config)
        taken = CodeFolder(folder).take(CodeSetName(options.code_set), options.file, said)
        return f"{options.code_set}: {taken.name} holds from {taken.days}, kept in {folder}"


def held_codes(codes: Path | None, config_file: Path | None) -> list[dict[str, str | int]]:
    """
    The lists of codes that claims are held against: a row a list.

    The keys are set, release, from, to, codes (how many), certainty and source; from and to are
    empty of a table whose rows have days of their own.

    Raises:
        CannotDoIt: the configuration or a list cannot be read.
    """
    with in_one_sentence():
        folder = CodeFolder(existing_code_folder(codes, config_file))
        return [
            {
                "set": each.set,
                "release": each.release,
                "from": each.starts,
                "to": each.ends,
                "codes": each.codes,
                "certainty": each.certainty,
                "source": each.source,
            }
            for each in folder.holdings()
        ]


def _code_folder(named: Path | None, config_file: Path | None) -> Path:
    """Where imported lists are kept; it need not exist."""
    return named or _configured_code_folder(config_file) or user_folder()


def existing_code_folder(named: Path | None, config_file: Path | None) -> Path:
    """
    As :func:`_code_folder`, but one that somebody named must exist.

    A folder nobody named holds nothing until something is imported.
    """
    if (said := named or _configured_code_folder(config_file)) and not said.is_dir():
        message = f"the codes {said} are no folder that can be read"
        raise CannotDoIt(message)
    return _code_folder(named, config_file)


def _configured_code_folder(config_file: Path | None) -> Path | None:
    """The configuration's folder, which starts where its file lies."""
    if config_file is None:
        return None
    folder = knowledge.read_config(config_file).codes.folder
    return config_file.parent / folder if folder else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = f"{text!r} is no date in ISO 8601, such as 2026-10-01"
        raise CannotDoIt(message) from None
