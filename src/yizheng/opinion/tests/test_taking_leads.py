"""A lead of the public that goes on as an opinion: by whom, which not, and what leads where (handbook 6.2)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.test import Client

from yizheng.accounts.enums import Role
from yizheng.attachment.models import StoredFile
from yizheng.attachment.queries import path_of
from yizheng.kernel import quarantine, thread
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry, ThreadLink
from yizheng.opinion import cross_tables
from yizheng.opinion.enums import EntrySource, OpinionState, SourceKind
from yizheng.opinion.models import Opinion, OpinionFeedback, PointEntry
from yizheng.opinion.old_drafts import sweep
from yizheng.opinion.services import photos, reviewing, submitting, writing
from yizheng.opinion.services.writing import Text
from yizheng.proposal.enums import LeadChannel, LeadSource, LeadState, ProposalState
from yizheng.proposal.models import ProposalLead
from yizheng.proposal.services import lead_pictures, leads, topics
from yizheng.proposal.tests import factories as proposals
from yizheng.todo.models import Todo

from . import factories as make

AT = make.moment()
NAME, PHONE = "庄小满", "13800138000"


def lead(**changed):
    """Make a lead that came by letter from the public."""
    words = {
        "title": "路口没有灯", "text": "晚上看不见。", "channel": LeadChannel.COUNTER, "sender_name": NAME,
        "sender_phone": PHONE, **changed,
    }  # fmt: skip
    return leads.enter_lead(words=leads.LeadWords(**words), by=proposals.clerk(), at=AT)


def converted():
    """Return a lead that went on as an opinion, with the piece."""
    row = leads.convert_lead(lead=lead(), by=proposals.clerk(), at=AT)
    return row, Opinion.objects.get()


def standing():
    """Return what may not change when an act is refused."""
    kinds = (ProposalLead, Opinion, LedgerEntry, ThreadLink, Todo, StoredFile)
    return [list(each.objects.order_by("pk").values()) for each in kinds]


def taken(row):
    """Link a listed lead to a proposal."""
    by, proposal = proposals.clerk(), proposals.proposal(ProposalState.SUBMITTED)
    return leads.link_lead(lead=listed(row), proposal=proposal, by=by, at=AT)


def listed(row):
    """Put a lead behind a topic."""
    by = proposals.clerk()
    topic = topics.add_topic(words=topics.TopicWords(year=2026, title="照明"), by=by, at=AT)
    return leads.list_lead(lead=row, topic=topic, by=by, at=AT)


def with_pictures(*contents):
    """Make a lead that the public sent with pictures."""
    words = leads.LeadWords(title="路口没有灯", text="晚上看不见。", channel=LeadChannel.SITE, sender_phone=PHONE)
    files = [ContentFile(each) for each in contents]
    return leads.send_lead(words=words, address="192.0.2.7", by=leads.PUBLIC, at=AT, pictures=files)


def closed(row):
    """Put a lead under quarantine."""
    quarantine.quarantine(subject=row, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=AT)


def test_a_lead_becomes_a_draft_of_the_information_office_and_each_leads_to_the_other(house):
    row, piece = converted()

    assert (row.state, row.disposal) == (LeadState.CONVERTED, leads.CONVERTED)
    assert (piece.state, piece.source_kind, piece.source) == (
        OpinionState.DRAFT, SourceKind.PUBLIC_LEAD, EntrySource.CLERK,
    )  # fmt: skip
    assert (piece.title, piece.situation, piece.source_name) == (row.title, row.text, "公众")
    assert [end.obj for end in thread.led_to(row, SYSTEM)] == [piece]
    assert [end.obj for end in thread.came_from(piece, SYSTEM)] == [row]
    acts = LedgerEntry.objects.filter(act__in=["convert_lead", "take_over_public_lead"])
    assert sorted(acts.values_list("kind", "act")) == [
        ("opinion", "take_over_public_lead"), ("proposal_lead", "convert_lead"),
    ]  # fmt: skip
    assert acts.values("act_id").distinct().count() == 1


def test_the_information_office_owes_it_and_the_proposal_office_no_longer(house):
    _row, piece = converted()

    owed = Todo.objects.filter(closed_at=None).values_list("kind", "object_id", "act", "role")
    assert list(owed) == [("opinion", piece.pk, "complete_public_lead", Role.OPINION_CLERK)]


def test_who_sent_it_stays_sealed_in_the_lead(house):
    row, piece = converted()

    said = [list(Opinion.objects.values()), list(piece.authors.values()), list(LedgerEntry.objects.values("fields"))]
    assert not any(secret in str(said) for secret in (NAME, PHONE, row.receipt_code))
    row.refresh_from_db()
    assert (row.sender_name, row.sender_phone) == (NAME, PHONE)


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def pictures(files):
    """Return what files are, in their order."""
    return list(files.values_list("name", "content_type", "size_bytes", "sha256", "uploaded_by"))


def test_its_pictures_go_along_and_the_lead_keeps_its_own(browser):
    row = with_pictures(PNG, PNG + b"2")
    before = pictures(lead_pictures.pictures_of(row))

    leads.convert_lead(lead=row, by=proposals.clerk(), at=AT)

    piece = Opinion.objects.get()
    there = photos.files_of(piece)
    assert [each[0] for each in before] == ["照片1", "照片2"]
    assert pictures(there) == pictures(lead_pictures.pictures_of(row)) == before
    entry = LedgerEntry.objects.get(kind="opinion", object_id=piece.pk)
    assert (entry.act, entry.fields) == ("take_over_public_lead", {"pictures": 2})
    url = f"/yunxi/files/{there[0].public_id}/"
    assert browser(make.clerk()).get(url).status_code == 200
    assert browser(make.as_member(make.member())).get(url).status_code == 404
    assert Client().get(url).status_code in (302, 404)


def test_a_picture_taken_out_of_the_piece_is_still_whole_in_the_lead(house, django_capture_on_commit_callbacks):
    row = with_pictures(PNG)
    leads.convert_lead(lead=row, by=proposals.clerk(), at=AT)
    piece = Opinion.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        photos.take_out(opinion=piece, file=photos.files_of(piece).get(), by=make.clerk(), at=AT)

    assert not photos.files_of(piece).exists()
    (kept,) = lead_pictures.pictures_of(row)
    assert (kept.size_bytes, path_of(kept).read_bytes()) == (len(PNG), PNG)


def test_what_is_no_picture_too_large_destroyed_or_beyond_nine_stays_behind(house):
    row = with_pictures(PNG)
    (one,) = lead_pictures.pictures_of(row)
    for changed in [{"content_type": "application/pdf"}, {"size_bytes": photos.MOST_BYTES + 1}, {"size_bytes": 0}]:
        copied(one, **changed)
    for number in range(9):
        copied(one, name=f"又一张{number}")

    leads.convert_lead(lead=row, by=proposals.clerk(), at=AT)

    there = photos.files_of(Opinion.objects.get())
    assert [each.name for each in there] == ["照片1", *(f"又一张{number}" for number in range(8))]
    assert lead_pictures.pictures_of(row).count() == 13


def copied(file, **changed):
    """Keep another row of a file with its lead."""
    fields = ("name", "content_type", "size_bytes", "sha256", "kind", "object_id", "uploaded_at")
    given = {name: getattr(file, name) for name in fields}
    return StoredFile.objects.create(**{**given, **changed})


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: taken(lead()), "stale"),
        (lambda: leads.close_lead(lead=lead(), disposal="已答复。", by=proposals.clerk(), at=AT), "stale"),
        (lambda: leads.guide_lead(lead=lead(), disposal="请拨打 12345。", by=proposals.clerk(), at=AT), "stale"),
        (lambda: converted()[0], "stale"), (lambda: lead(source=LeadSource.DEPARTMENT), "guarded"),
        (lambda: leads.keep_from_opinion(title="甲", text="乙", label="1", by=SYSTEM, at=AT), "guarded"),
    ],
    ids=["led to a proposal", "answered", "a petition", "converted before", "of a department", "of an opinion"],
)  # fmt: skip
def test_what_was_disposed_of_or_is_not_of_the_public_is_refused(house, made, code):
    row, by = made(), proposals.clerk()
    before = standing()

    with pytest.raises(Refused) as refused:
        leads.convert_lead(lead=row, by=by, at=AT)

    assert (refused.value.code, standing()) == (code, before)
    assert "不能转为社情民意" in refused.value.message


def test_under_quarantine_it_stands_still(house):
    row, by = with_pictures(PNG), proposals.clerk()
    closed(row)
    before = standing()

    with pytest.raises(Refused) as refused:
        leads.convert_lead(lead=row, by=by, at=AT)

    assert (refused.value.code, standing()) == ("closed", before)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OPINION_CLERK, Role.LEADER, Role.SECRETARY_GENERAL])
def test_only_who_sorts_leads_converts_them(house, role):
    row, by = lead(), make.as_role(role)
    before = standing()

    with pytest.raises(PermissionDenied):
        leads.convert_lead(lead=row, by=by, at=AT)

    assert standing() == before


def test_a_listed_lead_goes_on_too(house):
    row, by = listed(lead()), proposals.clerk()

    assert leads.convert_lead(lead=row, by=by, at=AT).state == LeadState.CONVERTED


def test_the_office_presses_the_button_twice_and_it_happens_once(browser):
    row, page = lead(), browser(proposals.clerk())
    at = f"/yunxi/proposals/leads/{row.public_id}/"
    assert "convert-lead" in page.get(at).content.decode()

    answers = [page.post(f"{at}convert-lead/").status_code for _ in range(2)]

    assert answers == [302, 409]
    assert Opinion.objects.count() == 1
    assert LedgerEntry.objects.filter(act="convert_lead").count() == 1
    shown = page.get(at).content.decode()
    assert "已转社情民意" in shown
    assert "convert-lead" not in shown


def test_the_button_is_not_offered_for_what_a_department_proposed(browser):
    row = lead(source=LeadSource.DEPARTMENT)

    shown = browser(proposals.clerk()).get(f"/yunxi/proposals/leads/{row.public_id}/").content.decode()

    assert "close-lead" in shown
    assert "convert-lead" not in shown


def test_the_piece_page_leads_those_who_read_leads_back_and_shows_others_nothing_of_it(browser):
    row, piece = converted()
    clerk = make.clerk()
    submitting.submit(opinion=completed(piece, clerk), by=clerk, at=AT)
    at, there = f"/yunxi/opinions/{piece.public_id}/", f"/yunxi/proposals/leads/{row.public_id}/"

    assert there in browser(make.secretary_general()).get(at).content.decode()
    assert there not in browser(clerk).get(at).content.decode()
    assert at in browser(make.secretary_general()).get(there).content.decode()


def completed(piece, by):
    """Complete the draft as the information office does."""
    text = Text(piece.title, piece.situation, "有人摔倒。", "装灯。", declared_unclassified=True)
    return writing.autosave(opinion=piece, text=text, edition=piece.edition, by=by, at=AT)


def test_the_office_sends_it_in_and_it_counts_by_its_source_without_points(house):
    _row, piece = converted()
    by = make.clerk()

    sent = submitting.submit(opinion=completed(piece, by), by=by, at=AT)

    rows = cross_tables.rows_of(Opinion.objects.all(), cross_tables.cut_by("source"))
    assert [(each.label, each.found["received"]) for each in rows] == [("公众线索", 1)]
    assert (sent.state, PointEntry.objects.count()) == (OpinionState.SUBMITTED, 0)
    assert list(Todo.objects.filter(closed_at=None).values_list("act", flat=True)) == ["review_opinion"]


def test_nobody_is_told_when_it_is_not_used(house):
    _row, piece = converted()
    by = make.clerk()
    sent = submitting.submit(opinion=completed(piece, by), by=by, at=AT)

    reviewing.reject(opinion=sent, reason_code="old", by=by, at=AT)

    assert OpinionFeedback.objects.count() == 0


def test_the_draft_is_neither_thrown_away_nor_swept(house):
    _row, piece = converted()
    by, before = make.clerk(), standing()

    with pytest.raises(Refused) as refused:
        writing.discard(opinion=piece, by=by, at=AT)

    assert (refused.value.code, standing()) == ("of_public", before)
    Opinion.objects.update(touched_at=AT.replace(year=2025))
    assert sweep(at=AT) == (0, 0)
    assert Opinion.objects.count() == 1
