"""What other committees published is found after one's own; what is not public, or closed, is never found."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.accounts.models import User
from yizheng.assist import elsewhere, published
from yizheng.assist.models import PublishedItem
from yizheng.assist.texts import Text
from yizheng.kernel import purging, quarantine, tenancy
from yizheng.opinion.enums import OpinionState
from yizheng.opinion.keys import PUBLISHING
from yizheng.opinion.services import publishing as opinion_publishing
from yizheng.opinion.services.publishing import PublicText
from yizheng.opinion.tests import factories as make_opinion
from yizheng.org.models import Setting
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.proposal.enums import ProposalState, PublicationState, Secrecy
from yizheng.proposal.models import Publication
from yizheng.proposal.services import publishing
from yizheng.proposal.tests import factories as make
from yizheng.search import indexing

AT = make.moment(15, 6)
LIFTS = "关于老旧小区加装电梯的建议"
PUBLIC = PublicText("既有住宅加装电梯难", "街道反映老旧小区加装电梯难。", "沈怀远", "方以诚", author_agrees=True)


@pytest.fixture
def there(db):
    """The committee that publishes."""
    return CommitteeFactory(slug="yunxi", short_name="云溪区政协")


@pytest.fixture
def here(db):
    """The committee that looks for what was done elsewhere."""
    return CommitteeFactory(slug="linjiang", short_name="临江县政协")


def prepared(**changed):
    """Take the public copy of an answered proposal to its last reading; in the open scope."""
    closed = make.proposal(ProposalState.CLOSED, closed_on=AT.date(), title=LIFTS, **changed)
    made = publishing.prepare(proposal=closed, by=make.clerk("甲"), at=AT)
    review = "不涉密，许岚，2026年6月12日"
    made = publishing.first_reading(publication=made, confidentiality_review=review, by=make.clerk("乙"), at=AT)
    return publishing.second_reading(publication=made, by=make.clerk("丙"), at=AT)


def publish(made):
    return publishing.publish(publication=made, leader="陶慧敏", by=make.as_role(Role.SECRETARY_GENERAL), at=AT)


def found(committee, title="加快老旧小区加装电梯"):
    """Return what a committee is shown of others: who published, how it is called, where it stands."""
    with tenancy.scope(committee):
        return [(each.committee, each.label, each.title, each.url) for each in elsewhere.find(Text(title))]


def test_a_published_proposal_is_found_by_others_with_name_and_public_page_and_not_by_its_own(here, there):
    with tenancy.scope(there):
        made = publish(prepared())
    url = f"/public/yunxi/proposals/{made.public_id}/"

    assert found(here) == [("云溪区政协", "提案", LIFTS, url)]
    assert found(there) == []
    assert made.title in Client().get(url).content.decode()


def test_what_is_not_published_is_found_by_nobody_and_what_is_taken_down_no_more(here, there):
    with tenancy.scope(there):
        make.proposal(ProposalState.CLOSED, title=LIFTS, secrecy=Secrecy.OPEN)
        made = prepared()
    assert found(here) == []

    with tenancy.scope(there):
        made = publish(made)
    assert len(found(here)) == 1
    with tenancy.scope(there):
        publishing.take_down(publication=made, reason="提案人要求", by=make.clerk("甲"), at=AT)

    assert found(here) == []
    assert PublishedItem.objects.count() == 0


def test_what_is_closed_leaves_with_the_act_comes_back_with_it_and_is_destroyed_for_good(here, there):
    with tenancy.scope(there):
        made, guard = publish(prepared()), make.as_role(Role.SECURITY_ADMIN)
        closure = quarantine.quarantine(subject=made.proposal, by=guard, reason="误传", at=AT)
    assert found(here) == []
    assert "电梯" not in str(list(PublishedItem.objects.values()))

    with tenancy.scope(there):
        published.mend()
        quarantine.lift(closure=closure, by=guard, reason="查清", at=AT)
    assert len(found(here)) == 1

    with tenancy.scope(there):
        closure = quarantine.quarantine(subject=made, by=guard, reason="误传", at=AT)
        asked = purging.ask_purge(closure=closure, by=guard, reason="应销毁", at=AT)
        purging.confirm_purge(closure=asked, by=make.as_role(Role.SECRETARY_GENERAL, name="喻文清"), at=AT)
        published.mend()
    assert found(here) == []
    assert "电梯" not in str(list(PublishedItem.objects.values()))


def test_an_opinion_is_found_by_its_public_text_until_it_is_taken_down(here, there):
    with tenancy.scope(there):
        Setting.objects.create(key=PUBLISHING.name, value=True, valid_from=date(2026, 1, 1))
        clerk, piece = make_opinion.clerk(), make_opinion.opinion(OpinionState.ISSUED, title="内部说法")
        piece = opinion_publishing.publish(opinion=piece, public=PUBLIC, by=clerk, at=AT)
        url = f"/public/yunxi/opinions/{piece.versions.get(kind='public').public_id}/"
    assert found(here) == [("云溪区政协", "社情民意", "既有住宅加装电梯难", url)]

    with tenancy.scope(there):
        opinion_publishing.take_down(opinion=piece, reason="作者要求", by=clerk, at=AT)

    assert found(here) == []


def test_the_night_writes_what_an_older_version_did_not_and_drops_what_is_public_no_more(here, there):
    with tenancy.scope(there):
        made = publish(prepared())
        PublishedItem.objects.all().delete()
        assert published.mend() == (1, 0)
        assert published.mend() == (0, 0)
    assert len(found(here)) == 1

    with tenancy.scope(there):
        Publication.objects.filter(pk=made.pk).update(state=PublicationState.TAKEN_DOWN)
        assert published.mend() == (0, 1)
    assert found(here) == []


def test_a_committee_writes_and_drops_no_row_of_another(here, there):
    with tenancy.scope(there):
        made = publish(prepared())

    with tenancy.scope(here):
        published.drop("publication", [made.pk])
        assert published.mend() == (0, 0)
        PublishedItem.objects.filter(object_id=made.pk).update(title="改过")

    assert [each[2] for each in found(here)] == [LIFTS]


def test_those_who_write_and_those_who_review_see_it_after_their_own(here, there):
    with tenancy.scope(there):
        publish(prepared())
    with tenancy.scope(here):
        clerk = make.clerk()
        mine = make.proposal(ProposalState.SUBMITTED, title="关于老旧小区加装电梯补助的建议")
        indexing.put(mine)
        client = Client()
        client.force_login(
            User.objects.get(pk=clerk.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )

    asked = client.get("/linjiang/proposals/similar/?title=老旧小区加装电梯").content.decode()
    review = client.get(f"/linjiang/proposals/{mine.public_id}/review/").content.decode()

    for page in (asked, review):
        assert "其他政协公开过的" in page
        assert "云溪区政协2026年6月15日公开的提案" in page
    assert asked.index(mine.title) < asked.index("其他政协公开过的")


def test_one_query_finds_it_however_much_there_is(here, there):
    def asked():
        with tenancy.scope(here), CaptureQueriesContext(connection) as queries:
            assert elsewhere.find(Text("加快老旧小区加装电梯"))
        return len(queries)

    with tenancy.scope(there):
        publish(prepared())
    one = asked()
    with tenancy.scope(there):
        for _ in range(3):
            publish(prepared())

    assert asked() == one == 1
