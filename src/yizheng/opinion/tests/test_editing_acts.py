"""The first reading and the editors' text: take up, return, not adopt, urgent or not, kept versions."""

from __future__ import annotations

from datetime import date

import pytest

from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Message
from yizheng.opinion.comparing import redline
from yizheng.opinion.enums import OpinionState, RejectReason, Urgency, VersionKind
from yizheng.opinion.models import Opinion, OpinionVersion
from yizheng.opinion.phrases_editing import GUIDANCE
from yizheng.opinion.services import editing, reviewing
from yizheng.opinion.services.editing import Edited

from . import factories as make

S = OpinionState
AT = make.moment()


def snapshot():
    """Everything an act of the desk could change."""
    return (
        list(Opinion.objects.order_by("pk").values()), list(OpinionVersion.objects.order_by("pk").values()),
        LedgerEntry.objects.count(), Message.objects.count(),
    )  # fmt: skip


def refused(code, act):
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.code == code
    assert snapshot() == before
    return refusal.value.message


def text(**changed):
    return Edited(**{"title": "充电桩难装", "body": f"{make.BODY}请尽快。", "category": "城乡建设", **changed})


def test_taking_up_begins_with_the_authors_words_and_ends_the_wait(house):
    piece, clerk = make.opinion(), make.clerk()

    moved = reviewing.take_up(opinion=piece, by=clerk, at=AT)

    assert (moved.state, moved.edited_title, moved.edited_body) == (S.EDITING, make.TITLE, make.BODY)
    assert (moved.editor_name, moved.reviewed_on) == (clerk.name, date(2026, 3, 16))


def test_a_returned_piece_keeps_its_number_and_the_author_learns_why(house):
    author = make.member()
    piece = make.opinion(by=author)

    moved = reviewing.return_for_more(opinion=piece, reason="请补充数字", by=make.clerk(), at=AT)

    assert (moved.state, moved.number) == (S.RETURNED, piece.number)
    told = list(Message.objects.values_list("text", flat=True))
    assert told == [f"您报送的“{make.TITLE}”要补充：请补充数字。补好后再报送，编号不变。"]


def test_returning_without_a_reason_is_refused(house):
    piece, clerk = make.opinion(), make.clerk()

    refused("no_reason", lambda: reviewing.return_for_more(opinion=piece, reason=" ", by=clerk, at=AT))


def test_a_rejected_petition_shows_its_author_the_right_door(house, now, browser):
    author = make.member()
    piece = make.opinion(by=author)

    reviewing.reject(opinion=piece, reason_code=RejectReason.PETITION, by=make.clerk(), at=AT)

    assert GUIDANCE in browser(make.as_member(author)).get(f"/yunxi/opinions/{piece.public_id}/").content.decode()


def test_rejecting_without_a_reason_code_is_refused(house):
    piece, clerk = make.opinion(), make.clerk()

    refused("no_reason_code", lambda: reviewing.reject(opinion=piece, reason_code="", by=clerk, at=AT))


def test_a_batch_is_rejected_as_one_act_with_a_row_each(house):
    pieces = [make.opinion(), make.opinion()]

    reviewing.reject_many(opinions=pieces, reason_code=RejectReason.EMPTY, by=make.clerk(), at=AT)

    rows = LedgerEntry.objects.filter(act="reject_opinion")
    assert rows.count() == 2
    assert rows.values("act_id").distinct().count() == 1
    assert set(Opinion.objects.values_list("state", "reject_reason")) == {(S.REJECTED, RejectReason.EMPTY)}


def test_a_batch_with_one_piece_that_moved_on_changes_none(house):
    pieces, clerk = [make.opinion(), make.opinion(S.SIGNING)], make.clerk()

    refused("stale", lambda: reviewing.reject_many(opinions=pieces, reason_code="empty", by=clerk, at=AT))
    refused("nothing_chosen", lambda: reviewing.reject_many(opinions=[], reason_code="empty", by=clerk, at=AT))


def test_a_piece_made_urgent_is_due_the_next_working_day_after_it_came(house):
    piece = make.opinion(submitted_at=make.moment(13), review_due=date(2026, 3, 20))

    moved = reviewing.mark_urgency(opinion=piece, urgency=Urgency.URGENT, reason="汛期将至", by=make.clerk(), at=AT)

    assert (moved.urgency, moved.urgent_reason, moved.review_due) == (Urgency.URGENT, "汛期将至", date(2026, 3, 16))
    back = reviewing.mark_urgency(opinion=moved, urgency=Urgency.NORMAL, reason="", by=make.clerk(), at=AT)
    assert (back.urgency, back.urgent_reason, back.review_due) == (Urgency.NORMAL, "", date(2026, 3, 20))


def test_urgency_that_is_unchanged_or_unexplained_is_refused(house):
    piece, clerk = make.opinion(), make.clerk()

    refused("same", lambda: reviewing.mark_urgency(opinion=piece, urgency="normal", reason="", by=clerk, at=AT))
    refused("no_reason", lambda: reviewing.mark_urgency(opinion=piece, urgency="urgent", reason=" ", by=clerk, at=AT))


def test_each_kept_text_is_a_version_and_the_same_words_are_none(house):
    piece, clerk = make.opinion(S.EDITING), make.clerk()
    before = piece.versions.count()

    one = editing.keep_edit(opinion=piece, edited=text(note="压缩"), working_edition=0, by=clerk, at=AT)
    two = editing.keep_edit(opinion=one, edited=text(facts="已核实"), working_edition=1, by=clerk, at=AT)

    assert piece.versions.count() == before + 1
    kept = piece.versions.get(ordinal=before + 1)
    assert (kept.kind, kept.title, kept.note) == (VersionKind.EDIT, "充电桩难装", "压缩")
    assert (two.working_edition, two.fact_note) == (2, "已核实")


def test_checks_are_the_editors_own_word_and_can_be_taken_back(house):
    piece, clerk = make.opinion(S.EDITING), make.clerk()

    kept = editing.keep_edit(opinion=piece, edited=text(is_secrecy_checked=True), working_edition=0, by=clerk, at=AT)
    assert (kept.secrecy_checked_by, kept.secrecy_checked_on) == (clerk.name, date(2026, 3, 16))
    again = editing.keep_edit(opinion=kept, edited=text(), working_edition=1, by=clerk, at=AT)
    assert (again.secrecy_checked_by, again.secrecy_checked_on) == ("", None)


def test_a_second_editor_never_overwrites_the_first(house):
    piece, first, second = make.opinion(S.EDITING), make.clerk("方以诚"), make.clerk("许岚")
    editing.keep_edit(opinion=piece, edited=text(), working_edition=0, by=first, at=AT)

    said = refused(
        "other_editor",
        lambda: editing.keep_edit(opinion=piece, edited=text(body="别的"), working_edition=0, by=second, at=AT),
    )

    assert "方以诚" in said


def test_the_second_editor_sees_both_texts_and_can_then_save(house, now, browser):
    piece, clerk = make.opinion(S.EDITING), make.clerk("许岚")
    editing.keep_edit(opinion=piece, edited=text(), working_edition=0, by=make.clerk("方以诚"), at=AT)
    client, url = browser(clerk), f"/yunxi/opinions/{piece.public_id}/edit/"
    typed = {"working_edition": 0, "title": "我的标题", "body": "我写的正文", "secrecy": "internal"}

    answer = client.post(url, typed)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我写的正文" in page
    assert "请尽快。" in page
    assert 'name="working_edition" value="1"' in page
    assert client.post(url, {**typed, "working_edition": 1}).status_code == 302
    assert Opinion.objects.get(pk=piece.pk).edited_body == "我写的正文"


@pytest.mark.parametrize(
    ("code", "changed"),
    [("no_title", {"title": " "}), ("long_title", {"title": "长" * 81}), ("no_body", {"body": " "}),
     ("category", {"category": "没有这一类"})],
)  # fmt: skip
def test_a_text_that_breaks_a_rule_is_not_kept(house, code, changed):
    piece, clerk = make.opinion(S.EDITING), make.clerk()

    refused(code, lambda: editing.keep_edit(opinion=piece, edited=text(**changed), working_edition=0, by=clerk, at=AT))


def test_the_comparison_marks_single_characters_and_loses_nothing():
    lines = redline("公共充电端口只有260个。", "公共充电端口只有280个。")

    assert [(piece.kind, piece.text) for piece in lines[0] if piece.kind != "same"] == [("del", "6"), ("ins", "8")]
    assert "".join(piece.text for piece in lines[0] if piece.kind != "ins") == "公共充电端口只有260个。"
    assert "".join(piece.text for piece in lines[0] if piece.kind != "del") == "公共充电端口只有280个。"


def test_the_workbench_shows_what_was_changed_as_safe_text(house, now, browser):
    piece = make.opinion(S.EDITING, edited_body=make.BODY.replace("260", "<b>280</b>"))
    piece.versions.update(body=make.BODY)

    page = browser(make.clerk()).get(f"/yunxi/opinions/{piece.public_id}/edit/").content.decode()

    assert "<b>280" not in page
    assert "&lt;b&gt;" in page
    assert '<span class="visually-hidden">加上：</span>' in page
    assert '<span class="visually-hidden">删去：</span>' in page


def test_named_readers_read_the_piece_and_others_do_not(house, now, browser):
    piece, reader, other = make.opinion(S.EDITING), make.leader("沈怀远"), make.leader("何知远")
    url = f"/yunxi/opinions/{piece.public_id}/"
    assert browser(make.clerk()).post(f"{url}name-readers/", {"readers": [reader.user_id]}).status_code == 302

    assert browser(reader).get(url).status_code == 200
    assert browser(other).get(url).status_code == 404
    assert browser(make.clerk("许岚")).post(f"{url}name-readers/", {}).status_code == 302
    assert browser(reader).get(url).status_code == 404
