"""How much is kept and remembered, so that no file, whatever it holds, uses up the memory."""

from __future__ import annotations

LONGEST = 100_000  # segments kept of one claim or level; the guides allow far fewer
MOST_SHAPES = 20_000  # remembered for one guide and its delimiters, about 10 MB
LONGEST_SHAPE = 256  # a longer stretch is not worth remembering
MOST_TEXTS = 512  # remembered for one segment of a guide, so some 10 MB for all of them
