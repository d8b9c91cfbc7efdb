"""
From the bytes of an XML file to a policy, or to a refusal.

A policy file may come from anybody.  The parser is told to reach for nothing: no network, no
files, no entities; and what policies have no use for is refused before it looks.  Then the schema
speaks, then :mod:`edi_service.policy.language.lint` says what a schema cannot.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from edi_service.policy.language import lint
from edi_service.policy.language.elements import NAMESPACE, word
from edi_service.policy.language.lists import parse_list
from edi_service.policy.language.read import list_names, read_policy
from edi_service.policy.language.refused import PolicyRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edi_service.policy.model import Policy
    from edi_service.policy.selection import CodeList

__all__ = ["PolicyRefused", "load_policy"]

LARGEST_POLICY = 1024 * 1024  # bytes
_MOST_ATTRIBUTES = 20  # of one element; the schema would object to each of 100,000 in turn
_MANY = 400  # elements and ends of elements; more is seldom a policy
_FED_AT_ONCE = 1024  # bytes
_LONGEST_MESSAGE = 400  # characters: libxml2 quotes the value it objects to in full

# The parser is told that the file is UTF-8 whatever it says of itself, so these bytes are the only
# way to write what they mean.  Behind resolve_entities=False an entity is no fault but an empty
# text: a policy would lose a value in silence.
_NEVER = (
    (re.compile(rb"<!(?:DOCTYPE|ENTITY)"), "a document type declaration (DOCTYPE)"),
    (re.compile(rb"(?<!^)<\?|^<\?(?!xml\s)"), "a processing instruction"),
)
_CROWDED = etree.XPath("(//*[count(@*) > $most])[1]")  # a file may have very many elements


def load_policy(
    data: bytes, schema: etree.XMLSchema, lists: Mapping[str, bytes], *, expected_id: str
) -> Policy:
    """
    The policy in *data*.

    Args:
        data: the bytes of its file.
        schema: ``schemas/policy/policy.xsd``; never one that comes with a policy.
        lists: the CSV files beside it, by file name.
        expected_id: what its id must be: the path of its file, without the suffix, below the
            folder of policies.

    Raises:
        PolicyRefused: it cannot be used; the message is one sentence that names the line.
    """
    root = _parse(data)
    if data.count(b"<") > _MANY:
        _validate_first(data, schema)
    _validate(root, schema)
    for fault in lint.faults(root, frozenset(lists), expected_id):
        raise PolicyRefused(str(fault))
    return read_policy(root, _read_lists(root, lists))


def _parse(data: bytes) -> etree._Element:
    if len(data) > LARGEST_POLICY:
        message = f"it is larger than {LARGEST_POLICY:,} bytes: write several policies"
        raise PolicyRefused(message)
    for pattern, what in _NEVER:
        if found := pattern.search(data.removeprefix(b"\xef\xbb\xbf")):
            line = data.count(b"\n", 0, found.start()) + 1
            message = f"line {line}: {what} is not allowed in a policy: leave it out"
            raise PolicyRefused(message)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as fault:
        message = f"line {fault.lineno}: it is not well-formed XML: {_plain(str(fault.msg))}"
        raise PolicyRefused(message) from None
    # What the path finds are elements; its type allows for other paths.
    crowded: list[etree._Element] = _CROWDED(root, most=_MOST_ATTRIBUTES)  # type: ignore[assignment]
    for element in crowded:
        name = str(element.tag).removeprefix(NAMESPACE)[:_LONGEST_MESSAGE]
        message = (
            f"line {element.sourceline}: <{name}> has more than {_MOST_ATTRIBUTES} attributes: "
            "leave out those that the language does not have"
        )
        raise PolicyRefused(message)
    return root


def _parser(schema: etree.XMLSchema | None = None) -> etree.XMLParser:
    """A parser that reaches for nothing."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        schema=schema,
    )


def _validate_first(data: bytes, schema: etree.XMLSchema) -> None:
    """
    Hold a file of very many elements against *schema* until the first fault.

    The schema names every fault there is, and takes seconds where nearly each element is one.
    """
    parser = _parser(schema)
    for number, line in enumerate(data.splitlines(keepends=True), start=1):
        for start in range(0, len(line), _FED_AT_ONCE):
            parser.feed(line[start : start + _FED_AT_ONCE])
            for fault in parser.feed_error_log:
                message = f"line {number}: {_plain(fault.message)}"
                raise PolicyRefused(message)


def _validate(root: etree._Element, schema: etree.XMLSchema) -> None:
    try:
        schema.assertValid(root)
    except etree.DocumentInvalid as fault:
        says, _, line = str(fault).rpartition(", line ")
        message = f"line {line}: {_plain(says)}"
        raise PolicyRefused(message) from None
    except etree.XMLSchemaError as fault:
        # Raised, not answered, where a value drives the matching of a pattern out of bounds.
        message = f"it cannot be held against the schema: {fault}"
        raise PolicyRefused(message) from None


def _plain(message: str) -> str:
    """libxml2's words without the namespace it puts before each name, cut where a value is long."""
    plain = " ".join(message.replace(NAMESPACE, "").split()).removesuffix(".")
    return plain if len(plain) <= _LONGEST_MESSAGE else f"{plain[:_LONGEST_MESSAGE]} …"


def _read_lists(root: etree._Element, lists: Mapping[str, bytes]) -> dict[str, CodeList]:
    """Every list that the policy names, read once."""
    read = {name: parse_list(name, lists[name]) for name in sorted(list_names(root))}
    for element in root.iter():
        expected, found = word(element, "list-sha256"), read.get(word(element, "list"))
        if expected and found is not None and expected != found.sha256:
            message = (
                f"line {element.sourceline}: the list {found.name} has changed since the policy "
                f'was written: read it again, then write list-sha256="{found.sha256}"'
            )
            raise PolicyRefused(message)
    return read
