"""Words that may leak: under quarantine, before a round closes, to who reads along; and members who rest."""

from datetime import date

import pytest
from django.db import connection, transaction

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Closure, LedgerEntry
from yizheng.org.models import Suspension
from yizheng.proposal.enums import ProposalState
from yizheng.proposal.models import AppraisalScore, Nomination
from yizheng.proposal.services import submitting

from . import factories as make
from .everything import WORD, everything
from .test_doors_outsiders import as_it_stands


def tables_with(word):
    """Return the tables in a row of which a word stands in the open."""
    found = []
    with connection.cursor() as cursor:
        for table in sorted(as_it_stands()):
            cursor.execute(f"select count(*) from {table} r where r::text like %s", [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_no_word_of_a_quarantined_proposal_stands_in_the_open_anywhere(house, now):
    whole = everything()
    guard = make.as_role(Role.SECURITY_ADMIN)
    quarantine.quarantine(subject=whole.proposal, by=guard, reason="涉及个人信息", at=now)

    left = tables_with(WORD)

    assert LedgerEntry.objects.filter(reason__contains=WORD).exists()  # the ledger is kept; pages hide its reasons
    assert left == ["kernel_ledgerentry"]


def test_lifting_puts_every_word_back(house, now):
    whole = everything()
    guard = make.as_role(Role.SECURITY_ADMIN)
    before = {name: digest for name, digest in as_it_stands().items() if name.startswith(("proposal_", "promise_"))}
    quarantine.quarantine(subject=whole.proposal, by=guard, reason="涉及个人信息", at=now)

    quarantine.lift(closure=Closure.objects.get(), by=guard, reason="已核实", at=now)

    after = as_it_stands()
    assert {name: after[name] for name in before} == before


def test_scores_before_closing_are_on_no_page_of_anybody_but_who_gave_them(house, now, browser):
    whole = everything()
    word = f"{WORD}打分"
    givers = {"first": "proposer", "host": "unit", "host_leader": "unit"}
    for name, actor in {**whole.people, "leader": make.as_role(Role.LEADER)}.items():
        page = browser(actor)
        for score in AppraisalScore.objects.all():
            own = givers.get(name) == score.side
            paths = (f"appraisals/scores/{score.public_id}", f"appraisals/rounds/{score.round.public_id}",
                     f"proposals/{whole.proposal.public_id}")  # fmt: skip
            text = "".join(page.get(f"/yunxi/{each}/").content.decode() for each in paths)
            assert (f"{word}{score.side}" in text) == own, name


def test_an_awarded_proposal_that_is_inner_is_named_to_nobody_who_may_not_read_it(house, now, browser):
    whole = everything(secrecy="internal")
    Nomination.objects.update(is_awarded=True)
    whole.by_prefix["awards/"][0].__class__.objects.update(state="published")
    url = f"/yunxi/awards/{whole.by_prefix['awards/'][0].public_id}/"

    assert WORD in browser(whole.people["first"]).get(url).content.decode()
    assert WORD not in browser(make.as_member(make.member())).get(url).content.decode()


def test_a_unit_the_key_proposal_left_reads_no_appraisal_of_it(house, now, browser):
    whole = everything()
    appraisal = whole.by_prefix["appraisals/units/"][0]
    type(appraisal).objects.update(state="closed")
    url = f"/yunxi/appraisals/units/{appraisal.public_id}/"

    assert browser(whole.people["host"]).get(url).status_code == 200
    assert browser(whole.people["left"]).get(url).status_code == 404


@pytest.mark.parametrize("ended", [False, True])
def test_who_rests_or_has_left_submits_nothing_again(house, now, ended):
    returned = make.proposal(ProposalState.RETURNED)
    first = make.as_member(returned.first_proposer)
    if ended:
        returned.first_proposer.left_on = date(2026, 3, 1)
        returned.first_proposer.save(update_fields=["left_on"])
    else:
        Suspension.objects.create(membership=returned.first_proposer, valid_from=date(2026, 3, 1))
    before = as_it_stands()

    with pytest.raises(Refused) as refusal, transaction.atomic():
        submitting.resubmit(proposal=returned, by=first, at=now)

    assert refusal.value.code == ("not_in_office" if ended else "suspended")
    assert as_it_stands() == before
