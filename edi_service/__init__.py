"""Claims in; findings, retrospective review cases and 278 requests out."""

__version__ = "0.1.0"
