"""A claim with the number that was missing: the original's segments, and what was asked for."""
