"""Code lists written to do harm: refused quickly, with file and line, and nothing is opened."""

from __future__ import annotations

import pytest

from edi_service.policy.language.lists import LARGEST_LIST, parse_list
from edi_service.policy.language.table import MOST_ROWS
from tests.policy.watching import refused_at_once

HEAD = b"code,from,to,state,modifier\n"
ROW = b"70553,2026-01-01,,,\n"
MANY = b"".join(b"%05d,,,,\n" % number for number in range(10_000))
DATED = [
    b"%05d-%05d,2026-%02d-%02d,2027-%02d-28,TX,26\n"
    % (n, n + 1, n % 12 + 1, n % 28 + 1, n % 11 + 1)
    for n in range(20_000)
]
TOO_MANY = f"there are more than {MOST_ROWS:,} rows"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (HEAD + b"70553,2026-02-30,,,\n", "line 2: from '2026-02-30' is not a day such as"),
        (HEAD + ROW + ROW, "line 3: 70553 is there twice for the same days: leave one out"),
        (HEAD + MANY + MANY[:9], "line 10002: 00000 is there twice"),
        (
            HEAD + b"".join(DATED[: MOST_ROWS - 1]) + DATED[0],
            f"line {MOST_ROWS + 1}: 00000-00001 is there twice",
        ),
        (
            HEAD + b"".join(DATED) + DATED[0],
            f"line {MOST_ROWS + 2}: {TOO_MANY}: write several tables",
        ),
        (HEAD + b"\n" * 4_000_000, f"line {MOST_ROWS + 2}: {TOO_MANY}"),
        (HEAD + b'"=HYPERLINK(""http://127.0.0.1/"")",,,,\n', "line 2: code '=HYPERLINK"),
        (HEAD + b"=cmd|' /C calc'!A0,,,,\n", "line 2: code"),
        (HEAD + b"+70553,,,,\n", "line 2: code '+70553'"),
        (HEAD + b"7" * 100_000 + b",,,,\n", "line 2: code '7777"),
        (HEAD + b"70553," + b"9" * 100_000 + b",,,\n", "line 2: from '9999"),
        (HEAD + b"70553,0000-00-00,,,\n", "line 2: from"),
        (HEAD + b"70553,,99999-01-01,,\n", "line 2: to"),
        (HEAD + b"70553," + b"," * 100_000 + b"\n", "line 2: 100002 cells under 5 columns"),
        (HEAD + b'"' + b"7" * 200_000, "line 2: "),
        (HEAD[:-1] + b",code" * 10_000, "line 1: a column is there twice"),
        (b"\n" * 100_000, "line "),
        (HEAD + b"70553,,,,\0\n", "line 2: "),
        (HEAD + b"\xff\xfe", "is not text in UTF-8"),
        (b"<html>Sign in</html>\n", "line 1: "),
        (b"PK\3\4" + b"\0" * 1000, "line 1: "),
        (b"x" * (LARGEST_LIST + 1), "is larger than 4,194,304 bytes"),
        (b"", "line 1: the column 'code' is absent"),
    ],
)
def test_a_hostile_list_is_refused_quickly_and_opens_nothing(data: bytes, says: str) -> None:
    message = refused_at_once(lambda: parse_list("some.csv", data))
    assert message.startswith("the list some.csv")
    assert says in message
