"""Implementation guides: which loop a segment belongs to."""
