"""How much is kept and remembered, so that no file, whatever it holds, uses up the memory."""

from __future__ import annotations

LONGEST = 100_000  # segments kept of one claim or level; the guides allow far fewer
MOST_SHAPES = 20_000  # remembered for one guide and its delimiters, about 10 MB
LONGEST_SHAPE = 256  # a longer stretch is not worth remembering
MOST_TEXTS = 512  # remembered for one segment of a guide, so some 10 MB for all of them
MOST_FORMS = (
    1_000  # remembered of runs that begin alike, with what follows from them 30 MB at worst
)
LONGEST_FORM = 100  # segments: longer runs hardly come twice
MOST_STARTS = 8_192  # of texts, with their signs, about 1 MB
MOST_STRANGE = 1_000  # identifiers and qualifiers that the guide does not know, and have a sign
