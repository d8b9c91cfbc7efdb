"""
Invented claim files that the guides accept: for demonstrations, and for load.

Codes are real, for the checks look at them; people, providers, payers and addresses are not, and
their identifiers are of ranges that nobody is given.
"""

from edi_service.service.synth.stream import synthesize

__all__ = ["synthesize"]
