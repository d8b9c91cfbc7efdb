"""openx12: the whole file in memory, flat dictionaries of claims, nothing checked."""

import sys
from pathlib import Path

from openx12 import x837p

parsed = x837p.parse(Path(sys.argv[1]).read_text(encoding="ascii"))
print(f"{len(parsed.claims)} claims")
