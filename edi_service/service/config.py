"""
The configuration file: whose files these are, and how each payer is reached.

TOML; a key that is not known here is refused, so that a slip of the pen is never silently
ignored.
"""

from __future__ import annotations

import tomllib
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, Struct, field

from edi_service.codes.zones import find_zone
from edi_service.policy.certainty import REREAD_AFTER_DAYS
from edi_service.policy.model import PayerAlias
from edi_service.review.profile import Partner
from edi_service.service.exchange.partners import Service, TradingPartner

DEFAULT_ZONE = "America/New_York"


class ConfigRefused(Exception):  # noqa: N818 -- a sentence for its reader, like PolicyRefused
    """The configuration cannot be used; the message says why in one sentence."""


class PayerMapping(Struct, frozen=True, forbid_unknown_fields=True):
    """Which payer of the policy library a submitted payer identifier stands for."""

    payer: str
    line_of_business: str


class ProviderPlace(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a provider, named by NPI, keeps its clock."""

    zone: str


class KeptCodes(Struct, frozen=True, forbid_unknown_fields=True):
    """Where imported lists of codes are kept; a relative *folder* starts at this file's own."""

    folder: str = ""


class KeptRates(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the office's list of rates is; a relative *file* starts at this file's own folder."""

    file: str = ""


class PolicyUse(Struct, frozen=True, forbid_unknown_fields=True):
    """For how many days a reading of a payer's rule is relied on without being checked."""

    reread_after_days: Annotated[int, Meta(ge=1)] = REREAD_AFTER_DAYS


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """
    What an office says of itself and of its trading partners.

    Attributes:
        zone: the IANA time zone in which days begin when nothing nearer says otherwise.
        payers: by the identifier the claims submit (NM109 of loop 2010BB).
        providers: by NPI of the billing provider.
        partners: by payer key; how its requests are addressed and sent.
        codes: where imported lists of codes are kept.
        rates: where the list of what payers allow at a facility and elsewhere is.
        policies: how far the policies are relied on.
        trading_partners: by a key of the office's own; who files come from and go to.
        service: how the service runs on this machine.
    """

    zone: str = DEFAULT_ZONE
    payers: dict[str, PayerMapping] = field(default_factory=dict)
    providers: dict[str, ProviderPlace] = field(default_factory=dict)
    partners: dict[str, Partner] = field(default_factory=dict)
    codes: KeptCodes = field(default_factory=KeptCodes)
    rates: KeptRates = field(default_factory=KeptRates)
    policies: PolicyUse = field(default_factory=PolicyUse)
    trading_partners: dict[str, TradingPartner] = field(default_factory=dict)
    service: Service = field(default_factory=Service)

    def aliases(self) -> tuple[PayerAlias, ...]:
        """The payer mappings, as the payer table wants them."""
        return tuple(
            PayerAlias(
                payer=mapping.payer,
                line_of_business=mapping.line_of_business,
                identifier=identifier,
            )
            for identifier, mapping in self.payers.items()
        )

    def zone_of(self, npi: str) -> ZoneInfo | None:
        """The zone configured for a billing provider; None when there is none."""
        place = self.providers.get(npi)
        return ZoneInfo(place.zone) if place else None


def parse_config(text: str) -> Config:
    """
    Read a configuration.

    Raises:
        ConfigRefused: not TOML, a key that is not known, or a value that does not fit.
    """
    try:
        config = msgspec.convert(tomllib.loads(text), Config)
    except tomllib.TOMLDecodeError as fault:
        message = f"it is not TOML: {fault}"
        raise ConfigRefused(message) from None
    except msgspec.ValidationError as fault:
        raise ConfigRefused(str(fault)) from None
    _require_zone("zone", config.zone)
    for npi, place in config.providers.items():
        _require_zone(f"providers.{npi}.zone", place.zone)
    return config


def _require_zone(key: str, name: str) -> None:
    if find_zone(name) is None:
        message = f"{key}: {name!r} is no IANA time zone; write one such as {DEFAULT_ZONE!r}"
        raise ConfigRefused(message)
