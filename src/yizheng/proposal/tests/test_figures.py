"""Figures and rates (handbook 5.11): what they count, and that the parts sum up."""

from datetime import date
from decimal import Decimal

import pytest

from yizheng.proposal import figures
from yizheng.proposal.enums import ContactConfirmation, HandlingState, ProposalState, ShareRole
from yizheng.proposal.figures import counting
from yizheng.proposal.models import Proposal

from . import factories as make

S = ProposalState
TODAY = date(2026, 7, 1)


def counted():
    """Count every figure of all proposals."""
    return counting.counts(Proposal.objects.all(), figures.all_figures(TODAY, "ABC"))


def replied(mark="A", *, sent_on=date(2026, 5, 20), role=ShareRole.SOLE, of=None, **changed):
    """Make a proposal (or take one) whose unit replied."""
    proposal = of or make.proposal(S.REPLIED, replied_on=sent_on)
    handling = make.handling(proposal, role=role, state=HandlingState.ISSUED)
    make.reply(handling, class_mark=mark, sent_on=sent_on, due_on=handling.due_on, **changed)
    return proposal


def test_received_is_the_sum_of_its_parts_in_every_state(house):
    main = make.proposal(S.FILED)
    for state in S:
        make.proposal(state, merged_into=main if state == S.MERGED else None)

    found = counted()

    assert found["received"] == sum(found[part.code] for part in counting.PARTS) == 1 + len(S) - 2


def test_a_proposal_is_replied_when_every_answering_unit_has_replied(house):
    half = replied(role=ShareRole.SEPARATE)
    make.handling(half, role=ShareRole.SEPARATE, state=HandlingState.CONTACTED)
    whole = replied()
    make.handling(whole, role=ShareRole.CO, state=HandlingState.SIGNED)
    moved = replied()
    make.handling(moved, state=HandlingState.REASSIGNED)

    assert counted()["replied"] == 2


def test_a_late_reply_of_one_unit_makes_the_proposal_late(house):
    replied()
    late = replied(role=ShareRole.SEPARATE)
    replied(role=ShareRole.SEPARATE, sent_on=date(2026, 6, 11), of=late)

    found = counted()

    assert (found["replied"], found["on_time"], found["due"]) == (2, 1, 2)


def test_what_is_past_its_date_without_a_reply_is_due_and_overdue(house):
    waiting = make.proposal(S.HANDLING)
    make.handling(waiting, state=HandlingState.SIGNED, due_on=date(2026, 6, 30))
    early = make.proposal(S.HANDLING)
    make.handling(early, state=HandlingState.SIGNED, due_on=TODAY)

    found = counted()

    assert (found["overdue"], found["due"], found["on_time"]) == (1, 1, 0)


def test_the_worst_of_several_units_stands_for_the_proposal(house):
    replied("A")
    mixed = replied("A", role=ShareRole.SEPARATE)
    replied("B", role=ShareRole.SEPARATE, of=mixed)

    found = counted()

    assert (found["class_A"], found["class_B"], found["class_C"]) == (1, 1, 0)


def test_a_second_reply_gives_the_class_of_today(house):
    kept = replied("B")
    make.reply(kept.handlings.get(), class_mark="A", kind="second", round=2, sent_on=date(2026, 6, 20))

    found = counted()

    assert (found["class_A"], found["class_B"], found["on_time"]) == (1, 0, 1)


def test_withdrawn_merged_and_converted_ones_are_received_and_no_more(house):
    main = replied()
    for state in (S.WITHDRAWN, S.CONVERTED):
        make.proposal(state, filed_no=90 if state == S.WITHDRAWN else None)
    make.proposal(S.MERGED, merged_into=main)

    found = counted()

    assert (found["received"], found["filed"], found["replied"], found["numbered"]) == (4, 1, 1, 1)


@pytest.mark.parametrize(
    ("n", "m", "words"),
    [
        (119, 142, "83.8%（119/142）"),
        (1, 8, "12.5%（1/8）"),
        (1, 16, "6.3%（1/16）"),
        (0, 5, "0.0%（0/5）"),
        (0, 0, "无"),
    ],
)
def test_a_rate_says_both_numbers_and_rounds_half_up(n, m, words):
    assert figures.Rate("filing", "立案率", n, m).words == words


def test_the_rates_are_of_the_figures(house):
    replied("A")
    replied("B")
    make.proposal(S.NOT_FILED)

    found = {rate.code: rate for rate in figures.rates_of(counted(), figures.all_figures(TODAY, "ABC"), "ABC")}

    assert found["filing"].percent == Decimal("66.7")
    assert found["reply"].percent == Decimal("100.0")
    assert found["solved"].words == "50.0%（1/2）"
    assert (found["reply"].query, found["reply"].query_of) == ("counted=replied", "group=filed")


def test_contacts_count_by_whom_they_are_confirmed(house):
    for confirmation in ContactConfirmation:
        handling = make.handling(make.proposal(S.HANDLING), state=HandlingState.CONTACTED)
        make.contact(handling, confirmation=confirmation)
    make.handling(make.proposal(S.HANDLING), role=ShareRole.CO, state=HandlingState.CONTACTED)

    found = figures.contacts(Proposal.objects.all())

    assert (found.handlings, found.confirmed, found.unconfirmed) == (5, 1, 2)
    assert (found.rate.words, found.rate.note) == ("60.0%（3/5）", "其中未经提案人确认 2 件")


def test_a_first_timer_is_a_member_who_proposed_in_no_earlier_year(house):
    old = make.member()
    make.proposal(S.CLOSED, first=old, year=2025)
    make.proposal(S.FILED, first=old)
    new = make.member()
    for _ in range(2):
        make.proposal(S.FILED, first=new)

    assert figures.first_timers(Proposal.objects.filter(year=2026)) == 1


@pytest.mark.parametrize("code", [each.code for each in figures.all_figures(TODAY, "AB")])
def test_each_figure_can_be_listed_by_its_code(house, code):
    replied("A")
    make.handling(make.proposal(S.HANDLING), state=HandlingState.SIGNED, due_on=date(2026, 6, 30))
    make.proposal(S.SUBMITTED)

    condition = figures.condition_of(code, on=TODAY)

    assert Proposal.objects.filter(condition).distinct().count() == counted()[code]


def test_a_code_nobody_gave_lists_nothing():
    assert figures.condition_of("class_AA", on=TODAY) is None
