"""Signing and issuing: complete before it is signed, numbered without gaps, on screen or from paper, recalled."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from yizheng.attachment.models import StoredFile
from yizheng.kernel import tenancy
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.opinion.enums import IssueState, OpinionState
from yizheng.opinion.models import IssueItem, IssueRecipient, Opinion, OpinionAdoption, OpinionIssue
from yizheng.opinion.services import issuing, laying_out, signing
from yizheng.opinion.services.laying_out import Layout
from yizheng.opinion.services.signing import PaperSignature
from yizheng.opinion.signers import Signer
from yizheng.plan.tests.factories import CommitteeFactory

from . import factories as make

S = OpinionState
AT = make.moment()
CHECKED = {"fact_note": "已核实", "secrecy_checked_by": "方以诚", "secrecy_checked_on": date(2026, 3, 16)}
ISSUES = "/yunxi/opinion-issues/"


def snapshot():
    rows = (Opinion, OpinionIssue, IssueItem, IssueRecipient, OpinionAdoption)
    return [list(model.objects.order_by("pk").values()) for model in rows], LedgerEntry.objects.count()


def refused(code, act):
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.code == code
    assert snapshot() == before


def signing_issue(clerk, *pieces, **changed):
    """An issue of signed pieces that waits for its signature."""
    given = {"items": pieces or (make.opinion(S.APPROVED),), "addressees": ["区委书记"], **changed}
    layout = Layout(given.pop("periodical", "社情民意"), **given)
    issue = laying_out.lay_out(layout=layout, by=clerk, at=AT)
    return laying_out.send_to_sign(issue=issue, signer=Signer("沈怀远"), by=clerk, at=AT)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("no_category", {"category": ""}), ("no_facts", {"fact_note": ""}),
        ("no_secrecy", {"secrecy_checked_on": None}),
        ("no_body", {"edited_body": ""}), ("too_long", {"edited_body": "长" * 1501}),
    ],
)  # fmt: skip
def test_what_is_incomplete_is_not_sent_to_sign(house, code, changed):
    piece, clerk = make.opinion(S.EDITING, **{**CHECKED, **changed}), make.clerk()

    refused(code, lambda: signing.send_to_sign(opinion=piece, signer=Signer("沈怀远"), by=clerk, at=AT))


def test_a_leader_who_is_asked_to_sign_may_read_the_piece_and_signs_it_in_one_tap(house, now, browser):
    piece, chief = make.opinion(S.EDITING, **CHECKED), make.leader()
    url, client = f"/yunxi/opinions/{piece.public_id}/", browser(chief)
    assert client.get(url).status_code == 404
    signing.send_to_sign(opinion=piece, signer=Signer(chief.name, chief.user_id), by=make.clerk(), at=AT)

    page = client.get(url).content.decode()
    assert f'action="{url}sign-opinion/"' in page
    assert client.post(f"{url}sign-opinion/").status_code == 302

    piece.refresh_from_db()
    assert (piece.state, piece.signed_by_name, piece.approved_on) == (S.APPROVED, chief.name, date(2026, 3, 16))


def test_a_clerk_never_signs_for_a_leader_on_screen(house):
    piece, clerk = make.opinion(S.SIGNING), make.clerk()
    before = snapshot()

    with pytest.raises(PermissionDenied):
        signing.approve(opinion=piece, by=clerk, at=AT)
    with pytest.raises(PermissionDenied):
        issuing.issue(issue=signing_issue(clerk), by=clerk, at=AT)

    assert snapshot()[0][0][: len(before[0][0])] == before[0][0]


def test_a_paper_signature_keeps_both_names_and_its_scan_from_the_author(house, now, browser):
    author = make.member()
    piece, clerk = make.opinion(S.SIGNING, by=author), make.clerk()
    scan = SimpleUploadedFile("呈批单.pdf", b"%PDF-1.4 signed")
    paper = PaperSignature("沈怀远", date(2026, 3, 15), scan=scan)

    moved = signing.record_signature(opinion=piece, paper=paper, by=clerk, at=AT)

    row = LedgerEntry.objects.get(act="approve_opinion")
    assert (row.actor_name, row.entered_by_id, row.source) == ("沈怀远", clerk.user_id, "paper")
    assert (moved.signed_by_name, moved.approved_on) == ("沈怀远", date(2026, 3, 15))
    kept = StoredFile.objects.get()
    url = address("attachment:open", public_id=kept.public_id)
    assert browser(clerk).get(url).status_code == 200
    assert browser(make.as_member(author)).get(url).status_code == 404


def test_a_paper_signature_without_proof_or_of_tomorrow_is_refused(house):
    piece, clerk = make.opinion(S.SIGNING), make.clerk()

    def enter(**given):
        paper = PaperSignature(**{"signer_name": "沈怀远", "signed_on": date(2026, 3, 16), **given})
        return lambda: signing.record_signature(opinion=piece, paper=paper, by=clerk, at=AT)

    refused("no_proof", enter())
    refused("future", enter(signed_on=date(2026, 3, 17), register_no="12"))
    refused("no_signer", enter(signer_name=" ", register_no="12"))


def test_numbers_go_on_behind_those_of_the_paper_and_have_no_gap(house):
    clerk, chief = make.clerk(), make.secretary_general()
    first = issuing.issue(issue=signing_issue(clerk, paper_year_no=2, paper_running_no=157), by=chief, at=AT)
    second = issuing.issue(issue=signing_issue(clerk), by=chief, at=AT)
    special = issuing.issue(issue=signing_issue(clerk, periodical="社情民意专报", kind="special"), by=chief, at=AT)

    numbers = [(each.year_no, each.running_no) for each in (first, second, special)]
    assert numbers == [(3, 158), (4, 159), (1, 1)]


def test_a_number_of_an_act_that_was_undone_is_given_again(house):
    clerk, chief = make.clerk(), make.secretary_general()
    broken = signing_issue(clerk)
    Opinion.objects.filter(pk=broken.items.get().opinion_id).update(state=S.CONVERTED)

    refused("not_approved", lambda: issuing.issue(issue=broken, by=chief, at=AT))

    assert issuing.issue(issue=signing_issue(clerk), by=chief, at=AT).year_no == 1


def test_an_issue_keeps_the_text_as_it_was_issued(house):
    clerk, piece = make.clerk(), make.opinion(S.APPROVED)
    issue = issuing.issue(issue=signing_issue(clerk, piece), by=make.secretary_general(), at=AT)

    Opinion.objects.filter(pk=piece.pk).update(edited_body="改过的")

    item = issue.items.get()
    assert (item.title, item.body, item.authors_line) == (make.TITLE, make.BODY, piece.source_name)


def test_a_piece_issued_twice_is_adopted_here_once(house):
    clerk, chief, piece = make.clerk(), make.secretary_general(), make.opinion(S.APPROVED)
    issuing.issue(issue=signing_issue(clerk, piece), by=chief, at=AT)

    issuing.issue(issue=signing_issue(clerk, piece, periodical="社情民意专报"), by=chief, at=AT)

    assert piece.adoptions.count() == 1
    assert piece.points.filter(event="adopted_self", is_void=False).count() == 1


def test_a_recalled_issue_leaves_its_number_unused_and_its_piece_to_be_issued_anew(house, now, browser):
    clerk, chief, reader = make.clerk(), make.secretary_general(), make.leader()
    piece = make.opinion(S.APPROVED)
    issue = issuing.issue(
        issue=signing_issue(clerk, piece, readers=[Signer(reader.name, reader.user_id)]), by=chief, at=AT
    )
    url = f"{ISSUES}{issue.public_id}/"
    assert browser(reader).get(url).status_code == 200

    issuing.recall(issue=issue, reason="内容有误", by=clerk, at=AT)

    piece.refresh_from_db()
    assert (piece.state, piece.issued_on) == (S.APPROVED, None)
    assert browser(reader).get(url).status_code == 404
    assert not piece.points.filter(is_void=False).exists()
    again = issuing.issue(issue=signing_issue(clerk, piece), by=chief, at=AT)
    assert again.year_no == 2
    assert piece.adoptions.count() == 2
    assert piece.points.filter(event="adopted_self", is_void=False).count() == 1


def test_a_layout_that_breaks_a_rule_is_refused(house):
    clerk, piece = make.clerk(), make.opinion(S.APPROVED)

    def lay(**given):
        layout = Layout(**{"periodical": "社情民意", "items": [piece], **given})
        return lambda: laying_out.lay_out(layout=layout, by=clerk, at=AT)

    refused("periodical", lay(periodical="没有这种刊物"))
    refused("not_approved", lay(items=[make.opinion(S.EDITING)]))
    refused("long_title", lay(headline="长" * 81))
    empty = laying_out.lay_out(layout=Layout("社情民意"), by=clerk, at=AT)
    refused("no_items", lambda: laying_out.send_to_sign(issue=empty, signer=Signer("沈怀远"), by=clerk, at=AT))
    to_nobody = lay()()
    refused("no_recipients", lambda: laying_out.send_to_sign(issue=to_nobody, signer=Signer("沈"), by=clerk, at=AT))
    layout = Layout("社情民意", items=[piece])
    laying_out.arrange(issue=to_nobody, layout=layout, edition=0, by=clerk, at=AT)
    refused("changed", lambda: laying_out.arrange(issue=to_nobody, layout=layout, edition=0, by=clerk, at=AT))


def test_pieces_are_put_in_order_by_numbers_and_by_keys_taken_out_and_added(house, now, browser):
    clerk = make.clerk()
    pieces = [make.opinion(S.APPROVED, edited_title=title) for title in ("甲", "乙", "丙")]
    issue = laying_out.lay_out(layout=Layout("社情民意", items=pieces[:2]), by=clerk, at=AT)
    client, url = browser(clerk), f"{ISSUES}{issue.public_id}/lay-out/"

    def posted(**given):
        issue.refresh_from_db()
        head = {"periodical": "社情民意", "kind": "regular", "edition": issue.edition}
        assert client.post(url, {**head, **given}).status_code == 302
        return list(issue.items.order_by("order").values_list("opinion__edited_title", flat=True))

    first, second = issue.items.order_by("order")
    assert posted(**{f"place_{first.pk}": 2, f"place_{second.pk}": 1, "save": "1"}) == ["乙", "甲"]
    assert posted(move=f"up-{pieces[0].pk}") == ["甲", "乙"]
    assert posted(chosen=[str(pieces[2].public_id)]) == ["甲", "乙", "丙"]
    assert posted(**{f"out_{issue.items.get(order=2).pk}": "1"}) == ["甲", "丙"]


def test_copies_stand_in_official_order(house):
    clerk = make.clerk()
    layout = Layout("社情民意", items=[make.opinion(S.APPROVED)], copies=["区检察院", "区政府", "区委", "区人大常委会"])

    issue = laying_out.lay_out(layout=layout, by=clerk, at=AT)

    names = issue.recipients.filter(is_copy=True).order_by("order").values_list("name", flat=True)
    assert list(names) == ["区委", "区人大常委会", "区政府", "区检察院"]


@pytest.fixture
def committee(own_database: str, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield CommitteeFactory(slug="yunxi")


def test_two_issues_signed_at_once_get_two_numbers_without_a_gap(committee):
    with tenancy.scope(committee):
        clerk, chiefs = make.clerk(), [make.secretary_general(), make.leader()]
        waiting = [signing_issue(clerk), signing_issue(clerk)]
    starting, failed = threading.Barrier(2), []

    def run(issue, chief):
        try:
            starting.wait()
            with tenancy.scope(committee):
                issuing.issue(issue=issue, by=chief, at=AT)
        except Exception as error:  # noqa: BLE001  the thread must tell the test
            failed.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in zip(waiting, chiefs, strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert failed == []
    with tenancy.scope(committee):
        rows = OpinionIssue.objects.filter(state=IssueState.ISSUED)
        assert sorted(rows.values_list("year_no", "running_no")) == [(1, 1), (2, 2)]
