from __future__ import annotations

import pytest

from edi_service.cases.model import Decision
from edi_service.policy.model import Channel
from edi_service.review.decide import Product, channel_of, product_for
from edi_service.review.profile import Partner
from tests.review.making import a_case

WORKSHEET_CHANNELS = [
    channel for channel in Channel if channel not in {Channel.X217, Channel.UNKNOWN}
]


def test_a_payer_that_takes_requests_by_x217_gets_one() -> None:
    assert product_for(a_case(channel=Channel.X217), None) is Product.REQUEST


def test_an_unknown_channel_gets_a_request_to_be_confirmed() -> None:
    assert product_for(a_case(channel=Channel.UNKNOWN), Partner()) is Product.REQUEST_TO_CONFIRM


@pytest.mark.parametrize("channel", WORKSHEET_CHANNELS)
def test_any_other_channel_gets_a_worksheet(channel: Channel) -> None:
    assert product_for(a_case(channel=channel), None) is Product.WORKSHEET


@pytest.mark.parametrize("channel", list(Channel))
def test_a_notification_is_written_where_the_partner_takes_it_and_nowhere_else(
    channel: Channel,
) -> None:
    assert product_for(a_case(channel=channel), Partner(channel=Channel.X216)) is Product.NOTICE
    assert product_for(a_case(channel=Channel.X216), Partner()) is Product.WORKSHEET


@pytest.mark.parametrize("channel", list(Channel))
def test_the_partners_channel_counts_before_the_policys(channel: Channel) -> None:
    partner = Partner(channel=Channel.X217)
    assert product_for(a_case(channel=channel), partner) is Product.REQUEST
    assert channel_of(a_case(channel=channel), partner) is Channel.X217
    assert channel_of(a_case(channel=channel), Partner()) is channel


@pytest.mark.parametrize("channel", list(Channel))
def test_a_refused_case_gets_nothing(channel: Channel) -> None:
    case = a_case(decision=Decision.REFUSED, channel=channel)
    assert product_for(case, Partner(channel=Channel.X217)) is Product.NONE


@pytest.mark.parametrize("channel", list(Channel))
def test_an_undetermined_case_gets_a_worksheet_that_lists_what_is_missing(channel: Channel) -> None:
    case = a_case(decision=Decision.UNDETERMINED, channel=channel)
    assert product_for(case, None) is Product.WORKSHEET


def test_a_held_case_gets_no_request_before_it_is_mended() -> None:
    assert product_for(a_case(held_by=("CM01",)), None) is Product.WORKSHEET
    refused = a_case(held_by=("CM01",), decision=Decision.REFUSED)
    assert product_for(refused, None) is Product.NONE


def test_the_words_are_those_that_are_written_into_files() -> None:
    assert [product.value for product in Product] == [
        "request",
        "notification",
        "request to confirm",
        "worksheet",
        "none",
    ]
