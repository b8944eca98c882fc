"""Publication: who has a say, three readings by three persons, a leader's word; what is secret never appears."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry, SecurityEvent
from yizheng.proposal.enums import HandlingState, ProposalState, PublicationState, PublicLevel, Secrecy
from yizheng.proposal.models import Publication, ReplyAnswer
from yizheng.proposal.publishable import level_of
from yizheng.proposal.services import publishing as services

from . import factories as make

REVIEW = "不涉密，许岚，2026年6月12日"


def answered(**changed):
    """Make a closed proposal with a reply that names a telephone in its text."""
    closed = make.proposal(ProposalState.CLOSED, closed_on=date(2026, 6, 1), **changed)
    handling = make.handling(closed, state=HandlingState.ISSUED)
    reply = make.reply(handling)
    suggestion = closed.suggestions.first()
    ReplyAnswer.objects.create(
        reply=reply, suggestion=suggestion, verdict="accepted", text="已建立议事会，咨询13800001234。"
    )
    return closed


def published(proposal=None, at=None):
    """Take a proposal through its readings by three persons."""
    proposal, at = proposal or answered(), at or make.moment(15, 6)
    made = services.prepare(proposal=proposal, by=make.clerk("甲"), at=at)
    made = services.first_reading(publication=made, confidentiality_review=REVIEW, by=make.clerk("乙"), at=at)
    made = services.second_reading(publication=made, by=make.clerk("丙"), at=at)
    return services.publish(publication=made, leader="陶慧敏副主席", by=make.as_role(Role.SECRETARY_GENERAL), at=at)


def page(path=""):
    return Client().get(f"/public/yunxi/proposals/{path}").content.decode()


def test_the_public_copy_has_the_text_the_answers_and_no_telephone(house):
    made = published(answered(publish_consent=PublicLevel.FULL))

    assert made.level == PublicLevel.SUMMARY  # the office's own default is stricter than the proposer's word
    assert "1. 采纳：已建立议事会，咨询〔已隐去〕。" in made.reply_text
    assert "0571-5550101" not in made.reply_text
    assert made.removed == [{"kind": "手机号", "chars": 11}]


def test_anybody_finds_and_reads_what_is_published(house, now):
    made = published()

    assert made.title in page("?q=加装电梯")
    assert "已建立议事会" in page(f"{made.public_id}/")
    assert "没有找到" in page("?q=不存在的事")
    assert made.title in Client().get("/public/yunxi/").content.decode()


@pytest.mark.parametrize("state", [each for each in PublicationState if each != PublicationState.PUBLISHED])
def test_what_is_not_yet_or_no_more_published_does_not_exist_for_the_public(house, now, state):
    made = published()
    Publication.objects.update(state=state)

    assert made.title not in page()
    assert Client().get(f"/public/yunxi/proposals/{made.public_id}/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"secrecy": Secrecy.INTERNAL}, "这件提案的标注是“内部”，不能公开。"),
        ({"secrecy": Secrecy.ON_REQUEST}, "这件提案的标注是“依申请公开”，不能公开。"),
        ({"publish_consent": PublicLevel.NONE}, "提案人不同意公开。"),
    ],
)
def test_what_may_not_be_public_is_not_even_prepared(house, changed, why):
    secret = answered(**changed)

    with pytest.raises(Refused) as refusal:
        services.prepare(proposal=secret, by=make.clerk(), at=make.moment(15, 6))

    assert refusal.value.message == why
    assert not Publication.objects.exists()
    assert not LedgerEntry.objects.filter(kind="publication").exists()


def test_a_unit_that_says_no_keeps_its_reply_inside(house):
    closed = answered()
    make.reply(make.handling(closed, role="co", state=HandlingState.ISSUED), public_level=PublicLevel.NONE)

    with pytest.raises(Refused, match="承办单位认为答复不宜公开"):
        services.prepare(proposal=closed, by=make.clerk(), at=make.moment(15, 6))


def test_the_strictest_word_decides_how_much(house):
    closed = answered(publish_consent=PublicLevel.FULL)
    closed.handlings.get().replies.update(public_level=PublicLevel.SUMMARY)

    assert level_of(closed, on=date(2026, 6, 15)) == PublicLevel.SUMMARY


def test_a_mark_changed_between_the_readings_stops_the_publication(house, now):
    closed = answered()
    made = services.prepare(proposal=closed, by=make.clerk("甲"), at=make.moment(15, 6))
    closed.secrecy = Secrecy.INTERNAL
    closed.save()

    with pytest.raises(Refused, match="不能公开"):
        services.first_reading(
            publication=made, confidentiality_review=REVIEW, by=make.clerk("乙"), at=make.moment(15, 6)
        )

    made.refresh_from_db()
    assert (made.state, made.first_reader) == (PublicationState.PREPARED, "")


def test_whoever_read_first_cannot_read_again(house):
    reader, at = make.clerk("乙"), make.moment(15, 6)
    made = services.prepare(proposal=answered(), by=make.clerk("甲"), at=at)
    made = services.first_reading(publication=made, confidentiality_review=REVIEW, by=reader, at=at)

    with pytest.raises(Refused, match="三次审核要由不同的人做"):
        services.second_reading(publication=made, by=reader, at=at)

    made.refresh_from_db()
    assert made.state == PublicationState.FIRST_READ


def test_a_changed_text_is_read_from_the_beginning_and_cleaned_again(house):
    at = make.moment(15, 6)
    made = services.prepare(proposal=answered(), by=make.clerk("甲"), at=at)
    made = services.first_reading(publication=made, confidentiality_review=REVIEW, by=make.clerk("乙"), at=at)

    made = services.change_text(
        publication=made, title="老旧小区加装电梯", text="请拨13900001234", reply_text="", by=make.clerk("丙"), at=at
    )

    assert (made.state, made.text) == (PublicationState.PREPARED, "请拨〔已隐去〕")


def test_what_is_quarantined_is_off_the_public_page_at_once(house, now):
    made = published()

    quarantine.quarantine(
        subject=made.proposal, by=make.as_role(Role.OFFICE_CLERK), reason="误传内部材料", at=make.moment(16, 6)
    )

    assert made.title not in page()
    assert Client().get(f"/public/yunxi/proposals/{made.public_id}/").status_code == 404
    made.refresh_from_db()
    assert "议事会" not in made.text + made.reply_text


def test_what_is_taken_down_can_be_prepared_again(house, now):
    made = published()
    made = services.take_down(publication=made, reason="答复要更正", by=make.clerk(), at=make.moment(16, 6))
    assert made.title not in page()

    again = services.prepare_again(publication=made, by=make.clerk(), at=make.moment(17, 6))

    assert (again.state, again.first_reader, again.published_on) == (PublicationState.PREPARED, "", None)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ASSIGNER, Role.LEADER, Role.OBSERVER])
def test_others_prepare_nothing(house, role):
    closed = answered()

    with pytest.raises(PermissionDenied):
        services.prepare(proposal=closed, by=make.as_role(role), at=make.moment(15, 6))

    assert not Publication.objects.exists()


def test_the_office_walks_the_readings_on_its_pages(house, browser):
    closed = answered()
    clerk, other = browser(make.clerk("甲")), browser(make.clerk("乙"))

    prepared = clerk.post(f"/yunxi/proposals/{closed.public_id}/publication/prepare/")
    base = prepared.url
    first = clerk.post(f"{base}first-reading/", {"confidentiality_review": REVIEW})
    refused = clerk.post(f"{base}second-reading/")
    second = other.post(f"{base}second-reading/")

    assert [first.status_code, refused.status_code, second.status_code] == [302, 409, 302]
    assert "三次审核要由不同的人做" in refused.content.decode()
    shown = clerk.get(base).content.decode()
    assert "手机号：1 处" in shown
    assert "13800001234" not in shown


def test_a_member_who_guesses_the_address_of_a_public_copy_finds_nothing(house, browser):
    made = services.prepare(proposal=answered(), by=make.clerk(), at=make.moment(15, 6))

    answer = browser(make.as_member(make.member())).get(f"/yunxi/publications/{made.public_id}/")

    assert answer.status_code in (403, 404)
    assert SecurityEvent.objects.exists()


@pytest.mark.parametrize("path", ["/yunxi/publications/", "/yunxi/publications/waiting/", "/public/yunxi/proposals/"])
def test_the_lists_ask_as_often_for_three_as_for_one(house, browser, path):
    client = browser(make.clerk())

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    published()
    answered()
    asked()  # the first visit of a session writes its hat
    one = asked()
    for _ in range(2):
        published()
        answered()

    assert asked() == one
    assert one <= 12
