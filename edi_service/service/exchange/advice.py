"""What is wrong or risky in a configuration, and how it is mended."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from edi_service.finding import Severity
from edi_service.policy.model import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.service.config import Config
    from edi_service.service.exchange.partners import Remote, TradingPartner

ELECTRONIC = frozenset({Channel.X217, Channel.X216})


class Advice(NamedTuple):
    """
    One thing to know.

    *severity* NOTE says that something is in order; *remedy* is empty then.
    """

    severity: Severity
    subject: str
    says: str
    remedy: str = ""


def advise(config: Config) -> Iterator[Advice]:
    """Everything that the configuration tells of itself, in its own order."""
    if not config.trading_partners:
        yield Advice(
            Severity.WARNING,
            "trading_partners",
            "there is nobody whose files are taken",
            "Add a table [trading_partners.NAME] with an inbound folder or a server.",
        )
    for key, partner in config.trading_partners.items():
        yield from _of_partner(f"trading_partners.{key}", partner)
    yield from _shared_folders(config)
    yield from _of_requests(config)
    yield from _of_schedules(config)


def _of_partner(subject: str, partner: TradingPartner) -> Iterator[Advice]:
    ways_in = (partner.inbound, partner.inbound_remote, partner.sftp_keys)
    ways_out = (partner.outbound, partner.outbound_remote, partner.sftp_keys)
    if not any(ways_in) and not any(ways_out):
        yield Advice(
            Severity.ERROR,
            subject,
            "no file can come from it or go to it",
            "Give it inbound and outbound folders, a server, or sftp_keys for ours.",
        )
    elif any(ways_in) and not any(ways_out):
        yield Advice(
            Severity.WARNING,
            subject,
            "its acknowledgments have nowhere to go and stay in the store",
            "Give it an outbound folder, outbound_remote, or sftp_keys.",
        )
    for remote in (partner.inbound_remote, partner.outbound_remote):
        if remote is not None:
            yield from _of_remote(subject, remote)
    if partner.usage == "P":
        yield Advice(Severity.NOTE, subject, "its files are production files")


def _of_remote(subject: str, remote: Remote) -> Iterator[Advice]:
    if not remote.key and not remote.password_from:
        yield Advice(
            Severity.ERROR,
            subject,
            f"nothing says how {remote.host} knows us",
            "Name a file with our private key (key) or a variable with a password (password_from).",
        )


def _shared_folders(config: Config) -> Iterator[Advice]:
    used = Counter(
        folder
        for partner in config.trading_partners.values()
        for folder in (partner.inbound, partner.outbound)
        if folder
    )
    for folder, times in used.items():
        if times > 1:
            yield Advice(
                Severity.ERROR,
                folder,
                "the folder is named more than once, so that files would be taken for another's",
                "Give each partner folders of its own, and one for each direction.",
            )


def _of_requests(config: Config) -> Iterator[Advice]:
    known = config.trading_partners.keys()
    for payer, partner in config.partners.items():
        subject = f"partners.{payer}"
        if partner.via and partner.via not in known:
            yield Advice(
                Severity.ERROR,
                subject,
                f"its requests go by way of {partner.via}, which is no trading partner",
                f"Add [trading_partners.{partner.via}], or mend via.",
            )
        elif not partner.via and partner.channel in ELECTRONIC:
            yield Advice(
                Severity.WARNING,
                subject,
                "it takes requests electronically, and nothing says by way of whom",
                "Name the trading partner that carries them: via = ...; until then they wait.",
            )


def _of_schedules(config: Config) -> Iterator[Advice]:
    schedules, retention = config.service.schedules, config.service.retention
    asked = [payer for payer, partner in config.partners.items() if partner.takes_inquiries]
    for payer in asked:
        if not config.partners[payer].via:
            yield Advice(
                Severity.WARNING,
                f"partners.{payer}",
                "it takes inquiries, and nothing says by way of whom",
                "Name the trading partner that carries them: via = ...; until then none is asked.",
            )
    if not schedules.deadlines:
        yield Advice(
            Severity.WARNING,
            "service.schedules",
            "cases do not expire by themselves when their time is over, and nothing ends soon",
            'Give the hour at which that is looked after: deadlines = "06:00".',
        )
    if asked and not schedules.follow_up:
        yield Advice(
            Severity.WARNING,
            "service.schedules",
            "payers take inquiries, and none that is late is followed up",
            'Give the hour at which that is done: follow_up = "06:00".',
        )
    if not schedules.retention and (retention.files_days or retention.products_days):
        yield Advice(
            Severity.ERROR,
            "service.retention",
            "nothing is let go, since the schedule for that has no hour",
            'Give it one in [service.schedules]: retention = "03:00".',
        )


def worst(found: Iterable[Advice]) -> Severity:
    """The gravest of what was found; NOTE for nothing."""
    return max((advice.severity for advice in found), default=Severity.NOTE)
