"""
What the front desk and the billers need to know of one payer, on one page.

Nothing of a patient is on it.  Each time limit has a worked example: the event is taken to have
happened on the day of the sheet, at nine in the morning where a limit runs by the hour.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from edi_service.codes.calendar import is_business_day
from edi_service.codes.clock import MissingZone, Moment, Unit, deadline
from edi_service.finding import Severity
from edi_service.policy.certainty import Certainty
from edi_service.policy.model import ANY_PAYER, Requirement, Source, Starting
from edi_service.policy.place_rows import standing
from edi_service.policy.retrospective.circumstances import WHEN
from edi_service.policy.retrospective.events import WORDS
from edi_service.policy.stand import Stand
from edi_service.policy.wording.outline import LABELS, part_outline, told
from edi_service.policy.wording.windows import by_channel, window_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from edi_service.policy.model import Policy, Revision, Window
    from edi_service.policy.selection import Services

NINE = time(9)
ONE_DAY = timedelta(days=1)
FEW = 30  # codes of a list that are told one by one


class Example(NamedTuple):
    """The day for which limits are worked out, and the clock by which."""

    day: date
    zone: ZoneInfo


class Limit(Struct, frozen=True):
    """A time limit in words, and worked out."""

    says: str
    worked: str


class Reason(Struct, frozen=True):
    """A reason the payer accepts: *when*, its *limits*, its *documents*, and other *proof*."""

    when: str
    limits: tuple[Limit, ...]
    documents: tuple[str, ...]
    proof: tuple[str, ...]


class Stance(Struct, frozen=True, kw_only=True):
    """What one policy of the payer says, for the sheet."""

    title: str
    allowed: str  # yes, no or unknown
    because: str
    asks: tuple[str, ...]  # which services need an authorization
    channel: str
    shut_by: tuple[str, ...]
    reasons: tuple[Reason, ...]
    afterwards: str
    follows: tuple[tuple[str, str], ...]  # after approval, after denial, penalty
    clocks: tuple[tuple[str, Limit], ...]
    notes: tuple[str, ...]


class Trap(Struct, frozen=True):
    """Procedures and where they belong; *otherwise* says how grave another place is."""

    title: str
    codes: str
    expected: str
    otherwise: str


class Misfitting(Struct, frozen=True):
    """What does not go together on a claim, in the policy's words, and how grave it is."""

    title: str
    severity: str


class Cited(Struct, frozen=True):
    """A source, and whether it must be read again before it is relied on."""

    policy: str
    source: Source
    doubtful: bool


class Sheet(Struct, frozen=True, kw_only=True):
    """Everything on the sheet of one *payer* for services and requests of *day*."""

    payer: str
    day: date
    lines_of_business: tuple[str, ...]
    stances: tuple[Stance, ...]
    traps: tuple[Trap, ...]
    misfits: tuple[Misfitting, ...]
    emergency: tuple[str, ...]
    emergency_notes: tuple[str, ...]
    sources: tuple[Cited, ...]

    @property
    def name(self) -> str:
        """The payer's key as a name; a word of up to three letters is taken for initials."""
        words = self.payer.split("-")
        return " ".join(word.upper() if len(word) <= 3 else word.capitalize() for word in words)

    @property
    def doubtful(self) -> bool:
        """Whether anything on the sheet must be read again before it is relied on."""
        return any(each.doubtful for each in self.sources)


def make_sheet(
    payer: str, policies: Iterable[Policy], titles: Mapping[str, str], example: Example
) -> Sheet:
    """
    The sheet of *payer*, by those of *policies* that are its own or for every payer.

    Args:
        payer: its key in the policy library.
        policies: the whole library.
        titles: what the words for documents mean.
        example: the day of the sheet, and the clock for worked examples.
    """
    known = [
        (policy, revision)
        for policy in policies
        if policy.payer in (ANY_PAYER, payer)
        and (revision := policy.on(example.day, example.day)) is not None
    ]
    own = [each for each in known if each[0].payer == payer]
    lines = tuple(dict.fromkeys(line for policy, _ in own for line in policy.lines_of_business))
    law = [each for each in known if each[1].requirement is Requirement.NO]
    speaking = [
        (policy, revision)
        for policy, revision in known
        if (policy, revision) in own
        or (policy, revision) in law
        or revision.places.families
        or revision.places.misfits
    ]
    return Sheet(
        payer=payer,
        day=example.day,
        lines_of_business=lines,
        stances=tuple(
            _stance(policy, revision, titles, example)
            for policy, revision in own
            if revision.requirement in (Requirement.YES, Requirement.UNLISTED)
        ),
        traps=tuple(_traps(speaking, lines)),
        misfits=tuple(_misfits(speaking, lines, example.day)),
        emergency=tuple(says for _, revision in law for says in _services(revision)),
        emergency_notes=tuple(note for _, revision in law for note in revision.notes),
        sources=tuple(_cited(policy, revision) for policy, revision in speaking),
    )


def _stance(
    policy: Policy, revision: Revision, titles: Mapping[str, str], example: Example
) -> Stance:
    rule, after = revision.retrospective, revision.aftermath
    follows: list[tuple[str, object]] = []
    follows += [("After approval", after.approved), ("After denial", after.denied)]
    follows += [("The payer decides", each) for each in after.turnarounds]
    if after.penalty is not None:
        tiers = "; ".join(str(told(tier)) for tier in after.penalty.tiers)
        since = WORDS[after.penalty.after].noun
        follows.append(
            ("Late notice", f"from {since}, borne by the {after.penalty.liable}: {tiers}")
        )
    return Stance(
        title=policy.title,
        allowed="unknown" if rule is None else "yes" if rule.allowed else "no",
        because=rule.because if rule else "",
        asks=_asks(revision),
        channel=by_channel(revision.channel),
        shut_by=tuple(each.value.replace("-", " ") for each in rule.unless) if rule else (),
        reasons=tuple(
            Reason(
                WHEN[each.code],
                tuple(limit(window, example) for window in each.windows),
                tuple(titles.get(code, code) for code in each.documents),
                tuple(str(told(group)) for group in each.evidence),
            )
            for each in (rule.circumstances if rule else ())
        ),
        afterwards=rule.afterwards.action if rule and rule.afterwards else "",
        follows=tuple((name, str(told(each))) for name, each in follows if each is not None),
        clocks=tuple(
            (each.kind.replace("-", " "), limit(each.window, example)) for each in after.clocks
        ),
        notes=revision.notes,
    )


def limit(window: Window, example: Example) -> Limit:
    """
    *window* in words, and until when it is open when its event falls on the day of *example*.

    A window for events on closed days, or on business days alone, is told for the next such day.
    """
    return Limit(window_in_words(window), _worked(window, example))


def _worked(window: Window, example: Example) -> str:
    day, noun = example.day, WORDS[window.after].noun
    if window.length is None:
        return ""
    if window.starting is not None:
        wanted = window.starting is Starting.BUSINESS_DAY
        while is_business_day(day) is not wanted:
            day += ONE_DAY  # a week has days of both sorts
    by_hour = window.length.unit is Unit.HOURS
    start = datetime.combine(day, NINE, example.zone) if by_hour else day
    end = deadline(Moment(start), window.length, example.zone, window.terms)
    if isinstance(end, MissingZone):
        return ""
    hour = " 9:00 am" if by_hour else ""
    return f"{noun} on {day:%a %b %d, %Y}{hour}: until {_last(end.when)}"


def _last(when: date | datetime) -> str:
    """A last day, or a last moment with the hour as a clock on the wall tells it."""
    if isinstance(when, datetime):
        return f"{when:%a %b %d, %Y %H:%M %Z}"
    return f"the end of {when:%a %b %d, %Y}"


def _asks(revision: Revision) -> tuple[str, ...]:
    """Which services need an authorization, as far as that is held."""
    services = tuple(_services(revision))
    if revision.requirement is Requirement.UNLISTED:
        look = "Services on the payer's own list, which is not held here: look them up."
        return (look, *(f"among {each}" for each in services))
    return services or ("Every service.",)


def _services(revision: Revision) -> Iterator[str]:
    """What <services> select, a sentence each, with what is taken out of them."""
    for name in ("services", "exempt"):
        for each in getattr(revision, name):
            says = "; ".join((*_codes(each, revision), *_selected(each)))
            yield says if name == "services" else f"{LABELS[name].capitalize()}: {says}"


def _selected(services: Services) -> Iterator[str]:
    """What selects *services*, but for the list, whose codes are told by themselves."""
    return (line.says for line in part_outline(replace(services, code_list=None)))


def _codes(services: Services, revision: Revision) -> Iterator[str]:
    """The codes of a list that count while the revision holds; their number where they are many."""
    code_list = services.code_list
    if code_list is None:
        return
    codes = sorted(
        code
        for code, rows in code_list.rows.items()
        if any(row.ends is None or row.ends >= revision.starts for row in rows)
    )
    if len(codes) > FEW:
        yield f"the {len(codes):,} codes of {code_list.name}"
    else:
        yield f"codes: {', '.join(codes)}"


def _traps(known: Iterable[tuple[Policy, Revision]], lines: tuple[str, ...]) -> Iterator[Trap]:
    """The families of procedures; one of the payer goes before a general one of the same id."""
    stands = tuple(Stand(policy, revision) for policy, revision in known)
    for found in standing(stands, lambda places: places.families):
        family = found.row
        graver = [
            _as_read(each.severity, found.read)
            for each in family.otherwise
            if not each.lines_of_business or not lines or set(each.lines_of_business) & set(lines)
        ]
        yield Trap(
            family.title,
            str(told(family.codes)),
            ", ".join((*family.expected, *(f"({place})" for place in family.tolerated))),
            graver[0] if graver else "let pass",
        )


def _as_read(severity: Severity, source: Source) -> str:
    """How grave it is shown to be: what was not read well makes no error."""
    is_firm = severity <= Severity.WARNING or not _is_doubtful(source)
    return severity.label if is_firm else f"{Severity.WARNING.label}, to be checked"


def _is_doubtful(source: Source) -> bool:
    return source.is_stale or source.certainty is not Certainty.READ


def _misfits(
    known: Iterable[tuple[Policy, Revision]], lines: tuple[str, ...], day: date
) -> Iterator[Misfitting]:
    """What does not go together on *day*; one of the payer goes before a general one."""
    stands = tuple(Stand(policy, revision) for policy, revision in known)
    for found in standing(stands, lambda places: places.misfits):
        misfit = found.row
        meant = misfit.lines_of_business
        if misfit.row.holds(day) and (not meant or not lines or set(meant) & set(lines)):
            yield Misfitting(misfit.title, _as_read(misfit.severity, found.read))


def _cited(policy: Policy, revision: Revision) -> Cited:
    return Cited(policy.id, revision.source, _is_doubtful(revision.source))
