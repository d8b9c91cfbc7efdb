"""
Policies written to do harm: all are refused, quickly, and nothing is opened on the way.

Two watchers look on.  Python's audit hook sees what Python opens; libxml2 opens behind its back, so
the traps themselves tell: a pipe whose bytes are gone if it was read, and a listening socket.
"""

from __future__ import annotations

import hashlib
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from edi_service.policy.language.load import LARGEST_POLICY, PolicyRefused, load_policy
from tests.policy.casework import schema
from tests.policy.making import a_library, a_policy
from tests.policy.watching import WATCHER, refused_at_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.model import Policy

ID = "example/subject"
SECRET = b"<secret/>"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
OPENING = f'<policy xmlns="urn:edi-service:policy:1" id="{ID}" payer="example">'
SOURCE = (
    '<source title="Manual" href="https://payer.example/" locator="1" retrieved="2026-01-01" '
    'certainty="A"/>'
)
BODY = f'<title>T</title><revision from="2026-01-01">{SOURCE}</revision></policy>'
GOOD = HEAD + OPENING + BODY
XINCLUDE = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))


def with_title(title: str) -> str:
    return (
        OPENING + f'<title>{title}</title><revision from="2026-01-01">{SOURCE}</revision></policy>'
    )


def with_attribute(attribute: str) -> str:
    return HEAD + OPENING.replace("<policy ", f"<policy {attribute} ") + BODY


def revisions(count: int) -> str:
    days = (f"{1000 + n // 336:04}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(count))
    each = "".join(f'<revision from="{day}" to="{day}">{SOURCE}</revision>' for day in days)
    return HEAD + OPENING + f"<title>T</title>{each}</policy>"


# FILE and SITE stand for the traps.
HOSTILE: dict[str, str | bytes] = {
    "entity from a file": HEAD + '<!DOCTYPE p [<!ENTITY e SYSTEM "FILE">]>' + with_title("&e;"),
    "entity from the web": HEAD + '<!DOCTYPE p [<!ENTITY e SYSTEM "SITE">]>' + with_title("&e;"),
    "entity by ftp": HEAD
    + '<!DOCTYPE p [<!ENTITY e SYSTEM "ftp://127.0.0.1:9/e">]>'
    + with_title("&e;"),
    "entity by a public name": HEAD
    + '<!DOCTYPE p [<!ENTITY e PUBLIC "-//X//Y" "SITE">]>'
    + with_title("&e;"),
    "entity in an attribute": HEAD
    + '<!DOCTYPE p [<!ENTITY e "example">]>'
    + (OPENING + BODY).replace('payer="example"', 'payer="&e;"'),
    "external definition in a file": HEAD + '<!DOCTYPE policy SYSTEM "FILE">' + OPENING + BODY,
    "external definition on the web": HEAD + '<!DOCTYPE policy SYSTEM "SITE">' + OPENING + BODY,
    "empty definition": HEAD + "<!DOCTYPE policy>" + OPENING + BODY,
    "definition with a default": HEAD
    + '<!DOCTYPE policy [<!ATTLIST policy payer CDATA "other">]>'
    + OPENING
    + BODY,
    "parameter entity": HEAD + '<!DOCTYPE p [<!ENTITY % x SYSTEM "FILE"> %x;]>' + with_title("T"),
    "parameter entity that sends a file away": HEAD
    + '<!DOCTYPE p [<!ENTITY % f SYSTEM "FILE"><!ENTITY % s "<!ENTITY t SYSTEM \'SITE?%f;\'>">%s;]>'
    + with_title("&t;"),
    "a billion laughs": HEAD + f"<!DOCTYPE p [{LAUGHS}]>" + with_title("&l9;"),
    "a billion laughs in an attribute": HEAD
    + f"<!DOCTYPE p [{LAUGHS}]>"
    + with_attribute('lines-of-business="&l9;"'),
    "quadratic growth": HEAD
    + f'<!DOCTYPE p [<!ENTITY q "{"q" * 50_000}">]>'
    + with_title("&q;" * 5_000),
    "an entity that names itself": HEAD
    + '<!DOCTYPE p [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'
    + with_title("&a;"),
    "an entity that nobody defined": with_title("&nobody;"),
    "in another encoding": (
        HEAD.replace("UTF-8", "UTF-16") + "<!DOCTYPE p>" + OPENING + BODY
    ).encode("utf-16"),
    "in UTF-16 without a mark": (HEAD + "<!DOCTYPE p>" + OPENING + BODY).encode("utf-16-le"),
    "in UTF-7": (HEAD.replace("UTF-8", "UTF-7") + "+ADwAIQ-DOCTYPE p+AD4-" + OPENING + BODY),
    "in EBCDIC": (HEAD.replace("UTF-8", "cp037") + "<!DOCTYPE p>" + OPENING + BODY).encode("cp037"),
    "in UTF-32": (HEAD.replace("UTF-8", "UTF-32") + OPENING + BODY).encode("utf-32"),
    "an overlong encoding": b"\xc0\xbc!DOCTYPE p>" + (OPENING + BODY).encode(),
    "a stylesheet": HEAD + '<?xml-stylesheet type="text/xsl" href="SITE"?>' + OPENING + BODY,
    "a stylesheet before all else": '<?xml-stylesheet href="SITE"?>' + OPENING + BODY,
    "a processing instruction within": with_title("<?php system('id') ?>T"),
    "a processing instruction at the end": GOOD + '<?x "SITE"?>',
    "an inclusion": HEAD
    + OPENING
    + f'<title>T</title><xi:include {XINCLUDE} href="FILE"/></policy>',
    "an inclusion as text": with_title(f'<xi:include {XINCLUDE} href="FILE" parse="text"/>'),
    "an inclusion at the root": f'<xi:include {XINCLUDE} href="FILE"/>',
    "a base address": with_attribute('xml:base="SITE"'),
    "a schema of its own": with_attribute(
        'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" '
        'i:schemaLocation="urn:edi-service:policy:1 SITE"'
    ),
    "a schema of its own in a file": with_attribute(
        'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:noNamespaceSchemaLocation="FILE"'
    ),
    "a type of its own": with_attribute(
        'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="revision"'
    ),
    "a style sheet program": '<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform" '
    'version="1.0"><x:import href="FILE"/></x:stylesheet>',
    "another namespace": HEAD + OPENING.replace("policy:1", "policy:2") + BODY,
    "no namespace": HEAD + OPENING.replace(' xmlns="urn:edi-service:policy:1"', "") + BODY,
    "an attribute twice": with_attribute('payer="other"'),
    "nested deeply": with_title("<a>" * 300 + "</a>" * 300),
    "nested exceptions": HEAD
    + OPENING
    + f'<title>T</title><revision from="2026-01-01">{SOURCE}'
    + '<authorization required="yes"><services>'
    + '<except places="11">' * 300
    + "</except>" * 300
    + "</services></authorization></revision></policy>",
    "eleven megabytes of text": with_title("t" * 11_000_000),
    "text up to the limit": with_title("t" * (LARGEST_POLICY - 600)),
    "two hundred thousand attributes": with_attribute(" ".join(f'a{n}=""' for n in range(200_000))),
    "as many attributes as fit": with_attribute(" ".join(f'a{n}=""' for n in range(100_000))),
    "as many elements as fit": HEAD + OPENING + "<title/>" * 120_000 + "</policy>",
    "as many revisions as fit, two of one day": revisions(4_000).replace(
        "1000-01-02", "1000-01-01"
    ),
    "a long value for a pattern": with_attribute(f'lines-of-business="{"a-" * 400_000}"'),
    "a long id": HEAD + OPENING.replace(ID, "a" * 900_000 + "!") + BODY,
    "many words for a pattern": with_attribute(f'lines-of-business="{"a1-b2 " * 150_000}!"'),
    "a number too long to count": HEAD
    + OPENING
    + f'<title>T</title><revision from="2026-01-01">{SOURCE}<retrospective allowed="yes">'
    f'<circumstance code="any"><window length="{"9" * 900_000}" unit="hours" after="denial"/>'
    "</circumstance></retrospective></revision></policy>",
    "a day beyond the calendar": GOOD.replace('from="2026-01-01"', 'from="999999999-01-01"'),
    "a NUL": GOOD.replace("T<", "\0<"),
    "a character of another sort": GOOD.replace("T<", "\ufffe<"),
    "half a file": GOOD[:-20],
    "nothing": "",
    "only a declaration": HEAD,
    "a page": "<!doctype html><html><body>Sign in</body></html>",
    "bytes": bytes(range(256)) * 100,
}


@contextmanager
def traps() -> Iterator[tuple[str, str]]:
    """A file that says whether it was read, and a site that says whether it was called."""
    reading, writing = os.pipe()
    with socket.create_server(("127.0.0.1", 0)) as site:
        site.settimeout(0)
        try:
            os.write(writing, SECRET)
            os.close(writing)  # so that whoever reads it comes to an end
            yield f"file:///proc/self/fd/{reading}", f"http://127.0.0.1:{site.getsockname()[1]}/e"
            os.set_blocking(reading, False)
            assert os.read(reading, 100) == SECRET, "the file was read"
            with pytest.raises(BlockingIOError):
                site.accept()
        finally:
            os.close(reading)


def refuses(data: bytes) -> str:
    return refused_at_once(lambda: load_policy(data, schema(), {}, expected_id=ID))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_opens_nothing(name: str) -> None:
    schema()
    with traps() as (file, site):
        hostile = HOSTILE[name]
        data = hostile if isinstance(hostile, bytes) else hostile.encode()
        data = data.replace(b"FILE", file.encode()).replace(b"SITE", site.encode())
        message = refuses(data)

    assert SECRET.decode() not in message


def test_the_traps_do_catch() -> None:
    def fall_in() -> None:
        with traps() as (file, _):
            document = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{file}">]><a>&e;</a>'
            careless = etree.XMLParser(resolve_entities=True, load_dtd=True)
            etree.fromstring(document.encode(), careless)

    with pytest.raises(AssertionError, match="the file was read"):
        fall_in()


def test_the_watcher_does_see() -> None:
    WATCHER.seen.clear()
    WATCHER.is_watching = True
    with open(os.devnull, "rb"):  # noqa: PTH123 -- the plainest way to open a file
        WATCHER.is_watching = False
    assert WATCHER.seen == ["open"]


def test_there_are_thirty_of_them_and_without_their_malice_the_file_is_good() -> None:
    assert len(HOSTILE) >= 30
    assert load_policy(GOOD.encode(), schema(), {}, expected_id=ID).id == ID
    assert load_policy(b"\xef\xbb\xbf" + GOOD.encode(), schema(), {}, expected_id=ID).id == ID


def test_a_pattern_out_of_bounds_is_a_refusal() -> None:
    """A value may drive libxml2's matching out of its memory; it then raises, not answers."""
    explosive = etree.XMLSchema(
        etree.fromstring(
            b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
            <xs:element name="policy"><xs:simpleType><xs:restriction base="xs:string">
            <xs:pattern value="(a|aa)+"/></xs:restriction></xs:simpleType></xs:element>
            </xs:schema>"""
        )
    )
    with pytest.raises(PolicyRefused, match="cannot be held against the schema"):
        load_policy(b"<policy>" + b"a" * 44 + b"!</policy>", explosive, {}, expected_id=ID)


def test_a_refusal_names_the_line() -> None:
    text = GOOD.replace("<title>", "\n\n<title>").replace("certainty=", "uncertainty=")
    assert refuses(text.encode()).startswith("line 4: Element 'source'")


def test_too_many_attributes_are_refused_with_the_line_and_what_to_do() -> None:
    many = " ".join(f'a{n}="x"' for n in range(1000))
    says = refuses(with_attribute(many).encode())
    assert says == (
        "line 2: <policy> has more than 20 attributes: leave out those that the language does not "
        "have"
    )


LISTED = GOOD.replace(
    "</revision>",
    '<authorization required="yes"><services list="some.csv" list-sha256="HASH"/></authorization>'
    "</revision>",
)
ROWS = b"code,from,to,state,modifier\n70553,,,,\n"


def listed(digest: str, rows: bytes = ROWS, text: str = LISTED) -> Policy:
    data = text.replace("HASH", digest).encode()
    return load_policy(data, schema(), {"some.csv": rows}, expected_id=ID)


def test_a_list_that_changed_behind_the_policy_is_refused_and_the_new_hash_told() -> None:
    digest = hashlib.sha256(ROWS).hexdigest()
    assert listed(digest).revisions[0].services[0].code_list is not None
    other = ROWS + b"70551,,,,\n"
    with pytest.raises(PolicyRefused) as refused:
        listed(digest, other)
    assert str(refused.value) == (
        "line 2: the list some.csv has changed since the policy was written: read it again, then "
        f'write list-sha256="{hashlib.sha256(other).hexdigest()}"'
    )
    assert listed(hashlib.sha256(other).hexdigest(), other)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (LISTED.replace("HASH", "0123"), "line 2: .*list-sha256.*0123"),
        (LISTED.replace("HASH", "A" * 64), "line 2: .*list-sha256"),
        (LISTED.replace('list="some.csv" ', ""), "line 2: list-sha256 is of a list: write list="),
        (LISTED.replace("some.csv", "other.csv"), "line 2: the list other.csv is not beside"),
        (LISTED.replace("some.csv", "../some.csv"), "line 2: .*some.csv"),
    ],
)
def test_a_hash_that_cannot_be_of_the_list_is_refused(text: str, fault: str) -> None:
    with pytest.raises(PolicyRefused, match=fault):
        listed("a" * 64, text=text)


def test_policies_that_are_the_same_as_each_other_in_a_circle_are_refused_quickly() -> None:
    count = 500
    revision = f'<revision from="2026-01-01" same-as="example/p{{}}">{SOURCE}</revision>'
    policies = [
        a_policy(revision.format((each + 1) % count), subject=f"p{each}") for each in range(count)
    ]
    assert "write the parts out" in refused_at_once(lambda: a_library(*policies))
    oneself = a_policy(revision.format("0"), subject="p0")
    with pytest.raises(PolicyRefused, match="a circle; write the parts out"):
        a_library(oneself)
