"""Matters told at contact points: written down by their own clerk, answered, raised as an opinion, guided on (F074)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.kernel import thread
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.opinion.enums import MatterState, OpinionState, SourceKind
from yizheng.opinion.models import ContactMatter, Opinion
from yizheng.opinion.phrases_editing import GUIDANCE
from yizheng.opinion.services import sourcing_matters as services
from yizheng.opinion.services import submitting, writing
from yizheng.opinion.services.writing import Text

from . import factories as make

NOW, TODAY = make.moment(), date(2026, 3, 16)


def path(*parts):
    return "/".join(["/yunxi/matters", *map(str, parts), ""])


def point():
    """Make a contact point with its clerk."""
    body = make.BodyFactory(kind="grassroots_unit")
    return body, make.grassroots_clerk(body)


def told(body=None, by=None):
    if body is None:
        body, by = point()
    matter = services.note(
        point=body, told_on=TODAY, title="路口没有灯", text="晚上看不见。", teller="魏某", by=by, at=NOW
    )
    return matter, by


def refused(code, act):
    before = [list(model.objects.order_by("pk").values()) for model in (ContactMatter, Opinion, LedgerEntry)]
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    assert before == [list(model.objects.order_by("pk").values()) for model in (ContactMatter, Opinion, LedgerEntry)]


def test_a_matter_becomes_an_opinion_of_the_point_and_the_thread_leads_there_and_back(house):
    matter, by = told()

    draft = services.raise_opinion(matter=matter, by=by, at=NOW)
    matter.refresh_from_db()

    assert (matter.state, matter.opinion) == (MatterState.OPINION, draft)
    assert (draft.source_kind, draft.title, draft.situation) == (SourceKind.GRASSROOTS, "路口没有灯", "晚上看不见。")
    assert [end.obj for end in thread.led_to(matter, by)] == [draft]
    assert [end.obj for end in thread.came_from(draft, by)] == [matter]
    assert "魏某" not in str([list(Opinion.objects.values()), list(LedgerEntry.objects.values("fields"))])


def test_the_opinion_of_a_matter_goes_its_way(house):
    matter, by = told()
    draft = services.raise_opinion(matter=matter, by=by, at=NOW)
    text = Text("路口没有灯", "晚上看不见。", "有人摔倒。", "装灯。", declared_unclassified=True)
    writing.autosave(opinion=draft, text=text, edition=1, by=by, at=NOW)

    assert submitting.submit(opinion=draft, by=by, at=NOW).state == OpinionState.SUBMITTED


def test_a_discarded_draft_frees_its_matter(house):
    matter, by = told()
    draft = services.raise_opinion(matter=matter, by=by, at=NOW)

    writing.discard(opinion=draft, by=by, at=NOW)

    matter.refresh_from_db()
    assert (matter.state, matter.opinion) == (MatterState.TOLD, None)
    assert thread.led_to(matter, by) == []


def test_the_information_office_raises_for_the_point(house):
    matter, _by = told()

    draft = services.raise_opinion(matter=matter, by=make.clerk(), at=NOW)

    assert (draft.source, draft.source_kind) == ("clerk", SourceKind.GRASSROOTS)


def test_a_matter_is_answered_on_the_spot_or_guided_to_its_own_door(house):
    matter, by = told()
    other, _ = told(matter.point, by)

    assert services.explain(matter=matter, disposal="已告知维修电话", by=by, at=NOW).disposal == "已告知维修电话"
    assert services.refer(matter=other, by=by, at=NOW).disposal == GUIDANCE
    refused("stale", lambda: services.refer(matter=matter, by=by, at=NOW))
    refused("stale", lambda: services.raise_opinion(matter=matter, by=by, at=NOW))


def test_nothing_is_written_for_another_point_or_the_future_or_without_words(house):
    body, by = point()
    stranger = make.grassroots_clerk()

    def note(**changed):
        given = {"point": body, "told_on": TODAY, "title": "甲", "text": "乙", "by": by, "at": NOW}
        return lambda: services.note(**{**given, **changed})

    refused("not_your_point", note(by=stranger))
    refused("future", note(told_on=date(2026, 3, 17)))
    refused("incomplete", note(text=" "))
    refused("long_text", note(text="长" * 2001))
    matter, _ = told(body, by)
    refused("no_disposal", lambda: services.explain(matter=matter, disposal=" ", by=by, at=NOW))


def test_members_keep_no_matters(house):
    body, _by = point()
    with pytest.raises(PermissionDenied):
        services.note(point=body, told_on=TODAY, title="甲", text="乙", by=make.as_member(make.member()), at=NOW)
    assert ContactMatter.objects.count() == 0


def test_the_clerk_of_a_point_does_it_all_on_the_phone(browser):
    body, by = point()
    page = browser(by)

    given = {"point": str(body.public_id), "told_on": "2026-03-16", "title": "路口没有灯", "text": "晚上看不见。"}
    at = page.post(path("new"), given)["Location"]
    matter = ContactMatter.objects.get()
    assert "路口没有灯" in page.get(at).content.decode()
    to = page.post(path(matter.public_id, "raise-matter"))["Location"]

    assert to == f"/yunxi/opinions/{Opinion.objects.get().public_id}/write/"
    assert "晚上看不见。" in page.get(to).content.decode()
    assert "路口没有灯" in page.get(path()).content.decode()


def test_another_points_matter_does_not_exist(browser):
    matter, _by = told()
    page = browser(make.grassroots_clerk())

    assert page.get(path(matter.public_id)).status_code == 404
    assert page.post(path(matter.public_id, "refer-matter")).status_code == 404
    assert "路口没有灯" not in page.get(path()).content.decode()
    assert browser(make.as_member(make.member())).get(path()).status_code == 403
