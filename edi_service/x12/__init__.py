"""The syntax of any interchange: bytes, segments, envelopes."""
