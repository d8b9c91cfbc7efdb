"""The pages that are written for people, filled in piece by piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def page(name: str, **parts: object) -> Iterator[str]:
    """
    The page *name* of ``templates/``, filled in with *parts*; what they hold is text, not HTML.

    A part that the page names and nobody gives is a fault of ours, and raises.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 -- only here

    loader = PackageLoader("edi_service.edge")
    every = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return every.get_template(name).generate(**parts)
