"""Nobody finds, counts or is hinted at what their room would not show them; and everybody finds what it would."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from yizheng.accounts.enums import Role
from yizheng.kernel import purging, quarantine
from yizheng.kernel.models import Closure
from yizheng.proposal import queries as proposals
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.enums import Secrecy
from yizheng.proposal.models import Proposal
from yizheng.proposal.tests import factories as make
from yizheng.proposal.tests.everything import everything
from yizheng.search import indexing
from yizheng.search.queries import find

WORD = "乌桕鹭鸶"
AT = make.moment()


def everybody(whole=None):
    """Return a person in every role, and the people of a case."""
    roles = [make.as_role(role, name=f"甲{n}") for n, role in enumerate(Role)]
    return roles + (list(whole.people.values()) if whole else [])


def index_all():
    for made in Proposal.objects.all():
        indexing.put(made)


@pytest.mark.parametrize("secrecy", [Secrecy.OPEN, Secrecy.INTERNAL])
@pytest.mark.parametrize("shared", [None, date(2026, 3, 9)])
def test_in_every_state_each_role_finds_what_its_room_shows_and_no_more(house, secrecy, shared):
    main = make.proposal(S.FILED)
    for state in S:
        also = {"merged_into": main} if state == S.MERGED else {}
        made = make.proposal(state, secrecy=secrecy, shared_on=shared, analysis=f"{WORD}一案。", **also)
        if state in proposals.WITH_ASSIGNERS:
            make.handling(made)
    index_all()
    people = [
        *everybody(),
        *(make.as_unit(each.unit) for made in Proposal.objects.all() for each in made.handlings.all()),
    ]
    people += [make.as_member(made.first_proposer) for made in Proposal.objects.all() if made.first_proposer]

    for actor in people:
        visible = proposals.proposals_visible_to(actor).filter(analysis__contains=WORD)
        expected = set(visible.exclude(state__in=proposals.PRIVATE).values_list("pk", flat=True))
        found = find(actor, WORD, limit=50)
        assert {row.object_id for row in found.rows} == expected, actor.hat
        assert found.count == len(expected)
        assert dict(found.kinds).get("proposal", 0) == len(expected)


def test_what_is_closed_is_found_by_nobody_and_comes_back_when_it_is_opened(house):
    whole = everything()
    Proposal.objects.filter(pk=whole.proposal.pk).update(analysis=f"{WORD}一案。", shared_on=date(2026, 3, 9))
    whole.proposal.refresh_from_db()
    indexing.put(whole.proposal)
    assert find(make.clerk(), WORD).count == 1

    security = make.as_role(Role.SECURITY_ADMIN)
    closure = quarantine.quarantine(subject=whole.proposal, by=security, reason="误传", at=AT)

    for actor in everybody(whole):
        for text in (WORD, whole.proposal.title[2:6]):
            found = find(actor, text)
            assert [row for row in found.rows if row.kind in ("proposal", "reply")] == [], actor.hat
            assert "proposal" not in dict(found.kinds)

    quarantine.lift(closure=closure, by=security, reason="已核", at=AT)

    assert find(make.clerk(), WORD).count == 1


def test_what_is_destroyed_leaves_no_entry(house):
    made = make.proposal(S.FILED, analysis=f"{WORD}一案。")
    indexing.put(made)
    one, other = make.as_role(Role.SECURITY_ADMIN, name="乙"), make.as_role(Role.AUDIT_ADMIN, name="丙")
    closure = quarantine.quarantine(subject=made, by=one, reason="误传", at=AT)
    purging.ask_purge(closure=closure, by=one, reason="涉及隐私", at=AT)

    purging.confirm_purge(closure=Closure.objects.get(), by=other, at=AT)
    indexing.settle()

    assert indexing.store.kinds() == {}


def test_what_a_restored_backup_brings_back_is_dropped_when_the_register_is_applied(house):
    made = make.proposal(S.FILED, analysis=f"{WORD}一案。")
    indexing.put(made)
    line = (
        f'{{"committee": "{house.slug}", "kind": "proposal", "object_id": {made.pk}, '
        f'"public_id": "{made.public_id}", "sha256s": [], "reason": "涉及隐私", "asked_by": "乙", '
        f'"confirmed_by": "丙", "purged_at": "{AT.isoformat()}"}}'
    )

    assert purging.apply_again([line], at=AT) == 1
    indexing.settle()

    assert find(make.clerk(), WORD).count == 0
    assert indexing.store.kinds() == {}


def test_a_step_that_is_undone_leaves_the_entry_as_it_was(house):
    made = make.proposal(S.FILED, analysis="原文")
    indexing.put(made)

    def undone():
        with transaction.atomic():
            made.analysis = WORD
            made.save()
            indexing.note(made)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    indexing.settle()

    assert find(make.clerk(), WORD).count == 0
    assert find(make.clerk(), "原文").count == 1
