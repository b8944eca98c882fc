"""One proposal on its pages from the first word to the last, through eight people (F002, F051–F053, F058, F069)."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.models import User
from yizheng.kernel.models import LedgerEntry
from yizheng.org.models import Membership
from yizheng.promise.models import Promise
from yizheng.proposal.enums import FeedbackState, HandlingState, ProposalState
from yizheng.proposal.models import (
    AdjustRequest,
    ContactRecord,
    Feedback,
    Handling,
    Proposal,
    Publication,
    Reply,
    ReviewDecision,
    Signer,
)

from . import factories as make

S, H = ProposalState, HandlingState
TEXT = {"title": "关于增设公交站的建议", "background": "路口没有站。", "analysis": "客流已满足设站条件。",
        "suggestion_1": "增设一站", "suggestion_2": "调整发车间隔", "research_basis": "", "publish_consent": "full",
        "declared_unclassified": "on"}  # fmt: skip
BOTH = {"category": "城乡建设", "outcome": "file", "reason_code": "", "opinion": "建议立案", "keywords": "公交"}
TALK = {
    "stage": "before",
    "mode": "visit",
    "unit_people": "冉晓彤",
    "proposer_people": "提案人",
    "notes": "商定分步推进。",
}


class Hands:
    """The people of a life, each with a browser; `at` sets the day for all of them."""

    def __init__(self, monkeypatch):
        self.patch, self.clients = monkeypatch, {}

    def at(self, day, month, year=2026, hour=9):
        """Let it be a moment."""
        moment = make.moment(day, month, hour=hour, year=year)
        self.patch.setattr(timezone, "now", lambda: moment)

    def get(self, actor, path):
        """Open a page; it has to open."""
        answer = self._of(actor).get(f"/yunxi/{path}")
        assert answer.status_code == 200, (path, answer.status_code)
        return answer

    def post(self, actor, path, **data):
        """Do an act on its page; it has to be done."""
        answer = self._of(actor).post(f"/yunxi/{path}", data)
        form = answer.context["form"] if answer.status_code != 302 and answer.context else None
        assert answer.status_code == 302, (path, answer.status_code, form and form.errors)
        return answer

    def _of(self, actor):
        client = Client()
        client.force_login(
            User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client


@dataclass
class Cast:
    """Who acts."""

    member: object
    friend: object
    clerk: object
    second: object
    assigner: object
    host: object
    beside: object
    units: tuple


@pytest.fixture
def hands(monkeypatch):
    """Browsers, and a clock that the test sets."""
    return Hands(monkeypatch)


@pytest.fixture
def cast(house):
    """Two members, two clerks of the proposal committee, an assigner, the clerks of two units."""
    make.SessionFactory()
    units = (make.UnitFactory(name="区交通局"), make.UnitFactory(name="区财政局"))
    return Cast(
        make.as_member(make.member("叶知秋")), make.as_member(make.member("文远山")), make.clerk("提案甲"),
        make.clerk("提案乙"), make.assigner(), make.as_unit(units[0]), make.as_unit(units[1]), units,
    )  # fmt: skip


def written(hands, cast):
    """A member writes, another signs along, it is submitted before the cut-off."""
    hands.at(4, 3)
    hands.post(cast.member, "proposals/new/", **TEXT, go="save")
    of = Proposal.objects.get()
    friend = Membership.objects.get(pk=cast.friend.hat.scope_id)
    hands.post(cast.member, f"proposals/{of.public_id}/cosigners/", members=[str(friend.public_id)])
    asked = Signer.objects.get(membership=friend)
    hands.post(cast.friend, f"proposals/signers/{asked.public_id}/answer/", answer="agree")
    hands.post(cast.member, f"proposals/{of.public_id}/submit/")
    return of


def filed(hands, cast, of):
    """Two clerks read it, the meeting files it, it gets its number and members may read it."""
    session = of.session.public_id
    hands.post(cast.clerk, f"proposals/{of.public_id}/review/", **BOTH)
    hands.post(cast.second, f"proposals/{of.public_id}/review/", outcome="file", reason_code="", opinion="同意")
    hands.at(6, 3)
    hands.post(
        cast.clerk, f"proposals/review/{session}/decide/", body="proposal_committee", decided_on="2026-03-06",
        persons="提案甲、提案乙", **{f"take_{of.pk}": "on", f"outcome_{of.pk}": "file"},
    )  # fmt: skip
    hands.post(cast.clerk, f"proposals/review/{session}/numbers/", give="1", **{f"place_{of.pk}": "1"})
    hands.post(cast.clerk, f"proposals/review/{session}/share/")
    return ReviewDecision.objects.get()


def assigned(hands, cast, of):
    """Units are named and heard, then the assigner assigns; host and co-handler sign."""
    hands.at(9, 3)
    for unit, lane in zip(cast.units, ("host", "co"), strict=True):
        hands.post(cast.clerk, f"proposals/{of.public_id}/put-unit/", unit=unit.pk, lane=lane)
    hands.post(cast.clerk, "assignment/pre-assign/", proposal=[of.pk])
    named = hands.get(cast.host, "unit/").content.decode()
    hands.at(10, 3)
    hands.post(cast.assigner, "assignment/assign/", proposal=[of.pk])
    host, beside = Handling.objects.order_by("order")
    hands.at(11, 3)
    hands.post(cast.host, f"handlings/{host.public_id}/sign-for/")
    hands.post(cast.beside, f"handlings/{beside.public_id}/sign-for/")
    assert "拟交本单位 1 件" in named
    return host, beside


def replied(hands, cast, host, beside, mark, **promises):
    """The talk that the proposer confirms, the opinion, the letter, the countersignature, the seal."""
    hands.at(18, 3)
    hands.post(cast.host, f"handlings/{host.public_id}/contact-new/", **TALK, happened_on="2026-03-18")
    hands.post(cast.member, f"contacts/{ContactRecord.objects.get().public_id}/contact-confirm/")
    hands.post(cast.beside, f"handlings/{beside.public_id}/co-opinion/", text="同意安排经费。", signed_by_name="邹明")
    hands.at(20, 4)
    form = hands.get(cast.host, f"handlings/{host.public_id}/reply/").context["form"]
    letter = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    letter |= {"class_mark": mark, "contact_person": "冉晓彤", "contact_phone": "0571-5550101", "own_file": ""}
    for each in host.proposal.suggestions.all():
        letter |= {f"verdict_{each.pk}": "accepted", f"answer_{each.pk}": "已经在办。"}
    hands.post(cast.host, f"handlings/{host.public_id}/reply/", **{**letter, **promises}, then="finish")
    hands.post(cast.beside, f"handlings/{beside.public_id}/countersign/")
    hands.post(
        cast.host, f"handlings/{host.public_id}/reply-issue/", signed_by_name="贺建平", signed_on="2026-04-20"
    )  # fmt: skip
    reply = Reply.objects.get()
    scan = SimpleUploadedFile("第001号-主办.pdf", b"%PDF-1.4 sealed", content_type="application/pdf")
    hands.post(cast.host, f"replies/{reply.public_id}/reply-sealed/", scan=scan)
    return reply


def rated(hands, cast, result):
    """The first proposer rates the answer."""
    hands.at(27, 4)
    asked = Feedback.objects.get(state=FeedbackState.ASKED, is_asked=True)
    hands.get(cast.member, f"feedback/{asked.public_id}/")
    hands.post(
        cast.member, f"feedback/{asked.public_id}/feedback-give/", attitude="satisfied", result=result, comment=""
    )  # fmt: skip
    return asked


def test_one_proposal_goes_from_draft_to_closed_with_its_sealed_reply(hands, cast):
    of = written(hands, cast)
    filed(hands, cast, of)
    host, beside = assigned(hands, cast, of)
    reply = replied(hands, cast, host, beside, "A")
    rated(hands, cast, "satisfied")

    of.refresh_from_db()
    reply.refresh_from_db()
    assert (of.state, of.number, of.reception_no) == (S.CLOSED, "第001号", "T3-4-0001")
    assert (reply.sealed_scan.name, reply.class_mark) == ("第001号-主办.pdf", "A")
    acts = list(LedgerEntry.objects.filter(kind="proposal").order_by("id").values_list("act", flat=True))
    assert [each for each in acts if each in LIFE] == LIFE
    assert not LedgerEntry.objects.filter(source="paper").exists()
    page = hands.get(cast.friend, f"proposals/{of.public_id}/").content.decode()
    assert "已办结" in page


LIFE = [
    "submit", "first_review", "file", "give_filed_number", "share_with_members", "pre_assign", "assign",
    "start_handling", "note_replied", "close",
]  # fmt: skip


def test_class_b_is_answered_again_settled_and_published(hands, cast):
    of = written(hands, cast)
    filed(hands, cast, of)
    host, beside = assigned(hands, cast, of)
    replied(hands, cast, host, beside, "B", promise_1="建成候车亭", promise_due_1="2026-10-30")
    asked = rated(hands, cast, "basic")
    of.refresh_from_db()
    assert (of.state, Promise.objects.get().state) == (S.TRACKING, "running")

    hands.at(20, 10)
    form = hands.get(cast.host, f"handlings/{host.public_id}/second-reply/").context["form"]
    given = {"body": "候车亭已建成。", "class_mark": "A", "signed_by_name": "贺建平"}
    given |= {name: "已建成" for name in form.fields if name.startswith("words-")}
    given |= {name: "on" for name in form.fields if name.startswith("kept-")}
    hands.post(cast.host, f"handlings/{host.public_id}/second-reply/", **given)
    hands.at(22, 10)
    hands.post(cast.member, f"feedback/{asked.public_id}/feedback-implementation/", rating="satisfied", comment="")
    hands.post(cast.clerk, f"promises/{Promise.objects.get().public_id}/confirm/")
    hands.post(cast.clerk, f"proposals/{of.public_id}/settle/")

    asked.refresh_from_db()
    of.refresh_from_db()
    assert (asked.result_rating, asked.implementation_rating, of.state) == ("basic", "satisfied", S.SETTLED)
    assert list(Reply.objects.order_by("id").values_list("kind", "class_mark")) == [("first", "B"), ("second", "A")]

    made = published(hands, cast, of)
    assert "已经在办。" in Client().get(f"/public/yunxi/proposals/{made.public_id}/").content.decode()


def published(hands, cast, of):
    """Three people read it, a leader is named, the public reads it."""
    hands.post(cast.clerk, f"proposals/{of.public_id}/publication/prepare/")
    made = Publication.objects.get()
    base = f"publications/{made.public_id}"
    hands.post(cast.clerk, f"{base}/first-reading/", confidentiality_review="不涉密，许岚，2026年10月22日")
    hands.post(cast.second, f"{base}/second-reading/")
    third = make.as_role(Role.SECRETARY_GENERAL)
    hands.post(third, f"{base}/publish/", leader="陶慧敏副主席")
    return made


def test_a_wrong_unit_is_moved_within_the_window_and_dates_start_anew(hands, cast):
    of = written(hands, cast)
    filed(hands, cast, of)
    host, _ = assigned(hands, cast, of)
    right = make.UnitFactory(name="区城管局")
    hands.at(13, 3)
    hands.post(
        cast.host, f"handlings/{host.public_id}/request-adjustment/", reason="职责已划转", signed_by_name="贺建平",
        suggested_unit=str(right.pk),
    )  # fmt: skip
    request = AdjustRequest.objects.get()
    hands.at(16, 3)
    hands.post(
        cast.assigner, f"assignment/adjustments/{request.public_id}/grant-adjustment/", unit=str(right.pk),
        reason="同意改办",
    )  # fmt: skip

    host.refresh_from_db()
    moved = Handling.objects.get(unit=right)
    assert (host.state, moved.assigned_on, moved.due_on) == (H.REASSIGNED, date(2026, 3, 16), date(2026, 6, 16))
