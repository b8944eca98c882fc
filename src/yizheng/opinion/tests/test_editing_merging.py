"""Several pieces become one: authors kept with their parts, points shared, taken out again (edge case 15)."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections

from yizheng.kernel import tenancy, thread
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.opinion.enums import AuthorRole, OpinionState, PointEvent, Urgency
from yizheng.opinion.models import Opinion, OpinionAuthor, PointEntry
from yizheng.opinion.services import issuing, laying_out, merging, signing
from yizheng.opinion.services.editing import Edited, keep_edit
from yizheng.opinion.services.laying_out import Layout
from yizheng.opinion.signers import Signer
from yizheng.plan.tests.factories import CommitteeFactory

from . import factories as make

S = OpinionState
AT = make.moment()


def snapshot():
    return (
        list(Opinion.objects.order_by("pk").values()), list(OpinionAuthor.objects.order_by("pk").values()),
        LedgerEntry.objects.count(),
    )  # fmt: skip


def refused(code, act):
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.code == code
    assert snapshot() == before


def three():
    """Three pieces of three authors, the second urgent."""
    return [make.opinion(by=make.member(name)) if n != 1 else make.urgent(by=make.member(name))
            for n, name in enumerate(("林岫", "孟珂", "许澄"))]  # fmt: skip


def test_a_whole_has_the_authors_of_all_parts_and_begins_with_their_texts(house):
    pieces, clerk = three(), make.clerk()

    whole = merging.merge(opinions=pieces, main=pieces[2], title="充电难的三点反映", by=clerk, at=AT)

    assert (whole.state, whole.urgency, whole.title) == (S.EDITING, Urgency.URGENT, "充电难的三点反映")
    assert whole.edited_body.count(make.SITUATION) == 3
    assert list(whole.authors.order_by("order").values_list("name", "role", "part")) == [
        ("许澄", AuthorRole.MAIN, pieces[2].pk), ("林岫", AuthorRole.CO, pieces[0].pk),
        ("孟珂", AuthorRole.CO, pieces[1].pk),
    ]  # fmt: skip
    for each in pieces:
        each.refresh_from_db()
        assert (each.state, each.merged_into) == (S.MERGED, whole)
        assert [end.obj.pk for end in thread.led_to(each, clerk) if end.kind == "opinion"] == [whole.pk]


def test_each_author_opens_the_whole_and_finds_it_from_the_own_piece(house, now, browser):
    author = make.member("林岫")
    mine, other = make.opinion(by=author), make.opinion()
    whole = merging.merge(opinions=[mine, other], main=other, title="合起来", by=make.clerk(), at=AT)
    client = browser(make.as_member(author))

    assert client.get(f"/yunxi/opinions/{whole.public_id}/").status_code == 200
    assert f"/yunxi/opinions/{whole.public_id}/" in client.get(f"/yunxi/opinions/{mine.public_id}/").content.decode()
    assert client.get(f"/yunxi/opinions/{other.public_id}/").status_code == 404


def test_three_authors_are_named_in_the_issue_and_share_its_points(house):
    pieces, clerk, chief = three(), make.clerk(), make.secretary_general()
    whole = merging.merge(opinions=pieces, main=pieces[0], title="充电难", by=clerk, at=AT)
    edited = Edited("充电难", "街道反映充电难。", category="城乡建设", facts="已核实", is_secrecy_checked=True)
    whole = keep_edit(opinion=whole, edited=edited, working_edition=0, by=clerk, at=AT)
    whole = signing.send_to_sign(opinion=whole, signer=Signer(chief.name, chief.user_id), by=clerk, at=AT)
    whole = signing.approve(opinion=whole, by=chief, at=AT)
    layout = Layout("社情民意", items=[whole], addressees=["区委书记"])
    issue = laying_out.lay_out(layout=layout, by=clerk, at=AT)
    issue = laying_out.send_to_sign(issue=issue, signer=Signer(chief.name, chief.user_id), by=clerk, at=AT)

    issuing.issue(issue=issue, by=chief, at=AT)

    assert issue.items.get().authors_line == "林岫、孟珂、许澄"
    earned = PointEntry.objects.filter(opinion=whole, event=PointEvent.ADOPTED_SELF).order_by("author__order")
    assert list(earned.values_list("author__name", "points", "share_percent")) == [
        ("林岫", Decimal("3.00"), 60), ("孟珂", Decimal("1.00"), 20), ("许澄", Decimal("1.00"), 20),
    ]  # fmt: skip
    assert list(whole.adoptions.values_list("kind", flat=True)) == ["integrated"]


def test_a_part_taken_out_takes_its_author_along_and_the_next_is_main(house):
    pieces, clerk = three(), make.clerk()
    whole = merging.merge(opinions=pieces, main=pieces[0], title="充电难", by=clerk, at=AT)

    moved = merging.take_out(part=pieces[0], by=clerk, at=AT)

    assert (moved.state, moved.merged_into) == (S.EDITING, None)
    assert list(whole.authors.order_by("order").values_list("name", "role")) == [
        ("孟珂", AuthorRole.MAIN), ("许澄", AuthorRole.CO),
    ]  # fmt: skip
    assert thread.led_to(moved, clerk) == []


def test_a_whole_that_was_sent_to_sign_gives_no_part_back(house):
    pieces, clerk = three(), make.clerk()
    whole = merging.merge(opinions=pieces, main=pieces[0], title="充电难", by=clerk, at=AT)
    Opinion.objects.filter(pk=whole.pk).update(state=S.SIGNING)

    refused("whole_moved", lambda: merging.take_out(part=pieces[0], by=clerk, at=AT))
    refused("not_in_whole", lambda: merging.take_out(part=whole, by=clerk, at=AT))


def test_another_author_can_be_made_the_main_one(house):
    pieces, clerk = three(), make.clerk()
    whole = merging.merge(opinions=pieces, main=pieces[0], title="充电难", by=clerk, at=AT)

    merging.make_main(author=whole.authors.get(name="孟珂"), by=clerk, at=AT)

    assert list(whole.authors.filter(role=AuthorRole.MAIN).values_list("name", flat=True)) == ["孟珂"]


def test_what_cannot_be_merged_is_refused_and_stays(house):
    pieces, clerk = three(), make.clerk()
    signed = make.opinion(S.APPROVED)

    def merge(rows, main=None, title="充电难"):
        return lambda: merging.merge(opinions=rows, main=main or rows[0], title=title, by=clerk, at=AT)

    refused("too_few", merge(pieces[:1]))
    refused("too_few", merge([pieces[0], pieces[0]]))
    refused("not_of_these", merge(pieces[:2], main=pieces[2]))
    refused("no_title", merge(pieces, title=" "))
    refused("stale", merge([pieces[0], signed]))
    whole = merging.merge(opinions=pieces[:2], main=pieces[0], title="充电难", by=clerk, at=AT)
    refused("is_whole", merge([pieces[2], whole]))


def test_pieces_are_merged_by_the_page(house, now, browser):
    one, two = make.opinion(), make.opinion()
    client = browser(make.clerk())
    page = client.get(f"/yunxi/opinions/merge/?chosen={one.public_id}&chosen={two.public_id}").content.decode()
    assert "把2篇并成综合稿" in page

    answer = client.post(
        "/yunxi/opinions/merge/",
        {"chosen": [one.public_id, two.public_id], "title": "合起来", "main": str(two.public_id)},
    )

    whole = Opinion.objects.get(title="合起来")
    assert answer.headers["Location"] == f"/yunxi/opinions/{whole.public_id}/edit/"
    assert whole.authors.get(role=AuthorRole.MAIN).part_id == two.pk


@pytest.fixture
def committee(own_database: str, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield CommitteeFactory(slug="yunxi")


def test_of_two_clerks_who_merge_each_others_pieces_at_once_one_is_refused(committee):
    with tenancy.scope(committee):
        one, two = make.opinion(), make.opinion()
        clerks = [make.clerk("方以诚"), make.clerk("许岚")]
    starting, ended = threading.Barrier(2), []

    def run(clerk, rows):
        try:
            starting.wait()
            with tenancy.scope(committee):
                merging.merge(opinions=rows, main=rows[0], title=f"{clerk.name}并的", by=clerk, at=AT)
            ended.append("merged")
        except Refused as refusal:
            ended.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in zip(clerks, ([one, two], [two, one]), strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(ended) == ["merged", "stale"]
    with tenancy.scope(committee):
        assert Opinion.objects.filter(state=S.MERGED).count() == 2
        assert Opinion.objects.filter(state=S.EDITING).count() == 1
        assert OpinionAuthor.objects.filter(part__isnull=False).count() == 2
