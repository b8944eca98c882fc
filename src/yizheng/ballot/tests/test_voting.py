"""Taking a slip, casting it, closing and counting (office-practice 13)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizheng.accounts.enums import Role
from yizheng.ballot import queries, services
from yizheng.ballot.models import Ballot, BallotBox, Voter
from yizheng.ballot.services import Question
from yizheng.kernel import ledger
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.plan.tests.factories import seat

from . import factories as make
from .factories import AT


def everything():
    """Return every row that an act of the room could touch."""
    models = (Ballot, Voter, BallotBox, LedgerEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def refused(act, **given):
    """Return the code of a refusal that changed nothing."""
    before = everything()
    with pytest.raises((Refused, PermissionDenied)) as refusal, transaction.atomic():
        act(**given)
    assert everything() == before
    return getattr(refusal.value, "code", "forbidden")


def voted(ballot, person, paper):
    """Let a person take a slip and cast it; return slip and receipt."""
    slip = services.take_slip(ballot=ballot, by=person)
    return slip, services.cast(slip=slip, paper=paper)


def test_each_item_is_counted_by_option_and_an_empty_paper_abstains(house):
    people = make.voters(5)
    ballot, clerk = make.opened(people)
    voted(ballot, people[0], {"1": "satisfied", "2": "basic"})
    voted(ballot, people[1], {"1": "satisfied", "2": "not_satisfied"})
    voted(ballot, people[2], {"1": "basic"})
    voted(ballot, people[3], {})

    closed = services.close_ballot(ballot=ballot, by=clerk, at=AT)

    assert closed.counts == {
        "taken": 4, "cast": 4, "valid": 3, "abstained": 1,
        "items": {
            "1": {"satisfied": 2, "basic": 1, "not_satisfied": 0},
            "2": {"satisfied": 0, "basic": 1, "not_satisfied": 1},
        },
    }  # fmt: skip
    assert queries.recount(closed) == closed.counts


def test_choosing_more_than_the_limit_is_refused_and_the_slip_stays_good(house):
    people = make.voters(3)
    ballot, clerk = make.opened(people, make.PICK)
    slip = services.take_slip(ballot=ballot, by=people[0])

    assert refused(services.cast, slip=slip, paper=dict.fromkeys("123", "chosen")) == "too_many"
    services.cast(slip=slip, paper={"1": "chosen", "3": "chosen"})
    make.abstained(ballot, people[1:])

    counts = services.close_ballot(ballot=ballot, by=clerk, at=AT).counts
    assert counts["items"] == {"1": {"chosen": 1}, "2": {"chosen": 0}, "3": {"chosen": 1}}


@pytest.mark.parametrize("paper", [{"9": "satisfied"}, {"1": "excellent"}])
def test_a_choice_that_is_not_on_the_paper_is_refused(house, paper):
    people = make.voters()
    ballot, _ = make.opened(people)
    slip = services.take_slip(ballot=ballot, by=people[0])

    assert refused(services.cast, slip=slip, paper=paper) == "unknown_choice"


def test_a_voter_takes_one_slip_only(house):
    people = make.voters()
    ballot, _ = make.opened(people)
    services.take_slip(ballot=ballot, by=people[0])

    assert refused(services.take_slip, ballot=ballot, by=people[0]) == "has_taken"
    assert queries.turnout(ballot) == (1, 4)


def test_a_slip_is_cast_once(house):
    people = make.voters()
    ballot, _ = make.opened(people)
    services.take_slip(ballot=ballot, by=people[1])
    slip, _ = voted(ballot, people[0], {"1": "basic"})

    assert refused(services.cast, slip=slip, paper={"1": "satisfied"}) == "spent"


@pytest.mark.parametrize("slip", ["", "x", "á", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_guessed_slip_is_refused(house, slip):
    people = make.voters()
    ballot, _ = make.opened(people)
    services.take_slip(ballot=ballot, by=people[0])

    assert refused(services.cast, slip=slip, paper={}) == "unknown_slip"


def test_a_slip_that_nobody_took_is_refused_even_when_it_is_signed(house):
    from yizheng.ballot import slips

    ballot, _ = make.opened(make.voters())
    ballot.refresh_from_db()

    assert refused(services.cast, slip=slips.new_slip(ballot.seal_word), paper={}) == "not_taken"


def test_who_is_not_on_the_roll_takes_no_slip(house):
    ballot, clerk = make.opened(make.voters())

    for other in (clerk, seat(Role.MEMBER), seat(Role.LEADER)):
        assert refused(services.take_slip, ballot=ballot, by=other) == "forbidden"


def test_nothing_is_taken_before_opening_and_nothing_cast_after_closing(house):
    people = make.voters()
    ballot, clerk = make.prepared(people)
    assert refused(services.take_slip, ballot=ballot, by=people[0]) == "not_open"
    services.open_ballot(ballot=ballot, by=clerk, at=AT)
    slip = services.take_slip(ballot=ballot, by=people[0])

    closed = services.close_ballot(ballot=ballot, by=clerk, at=AT)

    assert closed.counts["taken"] == 1
    assert refused(services.cast, slip=slip, paper={}) == "unknown_slip"
    assert refused(services.take_slip, ballot=ballot, by=people[1]) == "not_open"
    closed.refresh_from_db()
    assert closed.seal_word == ""


def test_a_slip_belongs_to_its_ballot(house):
    people = make.voters()
    first, _ = make.opened(people)
    second, _ = make.opened(people, make.PICK)
    slip = services.take_slip(ballot=second, by=people[0])

    assert queries.open_ballot_of(slip) == second
    assert queries.turnout(first) == (0, 4)


def test_a_receipt_proves_that_a_paper_was_counted(house):
    people = make.voters()
    ballot, clerk = make.opened(people)
    _, receipt = voted(ballot, people[0], {"1": "basic"})
    make.abstained(ballot, people[1:])
    services.close_ballot(ballot=ballot, by=clerk, at=AT)

    assert queries.is_counted(receipt.lower().replace("-", " "))
    assert not queries.is_counted("AAAA-BBBB-CCCC")
    assert not queries.is_counted("")


def test_too_few_voters_or_a_limit_beyond_the_items_are_refused(house):
    ballot, clerk = make.prepared(make.voters(2))
    assert refused(services.open_ballot, ballot=ballot, by=clerk, at=AT) == "guarded"

    for most in (0, 3):
        question = Question(make.UNITS, choose_most=most)
        assert refused(services.prepare, title="评选", question=question, voters={}, by=clerk, at=AT) == "question"


def test_a_member_runs_no_ballot(house):
    people = make.voters()
    ballot, _ = make.prepared(people)

    assert refused(services.open_ballot, ballot=ballot, by=people[0], at=AT) == "forbidden"
    assert refused(services.close_ballot, ballot=ballot, by=people[0], at=AT) == "forbidden"


def test_voiding_destroys_what_was_cast_uncounted(house):
    people = make.voters()
    ballot, clerk = make.opened(people)
    voted(ballot, people[0], {"1": "basic"})

    services.void_ballot(ballot=ballot, reason="名单有误", by=clerk, at=AT)

    box = BallotBox.objects.get(ballot=ballot)
    assert (box.papers, box.spent, box.receipts) == ([], [], [])


def test_two_papers_are_not_counted_for_they_would_tell_who_voted_how(house):
    people = make.voters()
    ballot, clerk = make.opened(people)
    voted(ballot, people[0], {"1": "basic"})
    make.abstained(ballot, people[1:2])

    assert refused(services.close_ballot, ballot=ballot, by=clerk, at=AT) == "too_few_papers"
    ballot.refresh_from_db()
    assert (ballot.state, ballot.counts) == ("open", {})


def test_the_ledger_has_the_clerk_s_acts_and_no_voter_s(house):
    people = make.voters()
    ballot, clerk = make.opened(people)
    voted(ballot, people[0], {"1": "basic"})
    make.abstained(ballot, people[1:])
    services.close_ballot(ballot=ballot, by=clerk, at=AT)

    rows = ledger.history("ballot", ballot.pk)
    assert list(rows.values_list("act", "actor_id")) == [
        ("prepare_ballot", clerk.user_id), ("open_ballot", clerk.user_id), ("close_ballot", clerk.user_id),
    ]  # fmt: skip
    assert "seal_word" not in str(list(rows.values_list("fields", flat=True)))


def test_everybody_on_the_roll_is_told_once(house):
    people = make.voters()
    make.opened(people)

    told = Notice.objects.filter(text="“承办单位评议”开始无记名投票，请领取选票。")
    assert sorted(told.values_list("recipient_id", flat=True)) == sorted(each.user_id for each in people)
