"""One row of every kind of the room that hangs on one proposal, with one word in all its texts: what doors guard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Model

from yizheng.attachment.models import StoredFile
from yizheng.ballot.models import Ballot, BallotBox, Voter
from yizheng.intake.models import ImportBatch
from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.org.enums import MembershipRole
from yizheng.org.models import Membership
from yizheng.promise import services as promises
from yizheng.proposal import models
from yizheng.proposal.enums import Consent, HandlingState, ProposalState, ShareRole
from yizheng.proposal.importing.assignment_files import SHEET

from . import factories as make

WORD = "暗礁"
"""Stands in every text of the proposal and of what hangs on it; nowhere else."""


@dataclass
class Everything:
    """The proposal, its people, and the objects by the first part of the address of their pages."""

    proposal: models.Proposal
    people: dict[str, Actor]
    by_prefix: dict[str, list[Model]]
    word: str

    def at(self, route: str) -> list[Model]:
        """Return the objects a route can be about: those of the longest prefix. Raises: KeyError for a new prefix."""
        known = [prefix for prefix in self.by_prefix if route.startswith(prefix)]
        if not known:
            raise KeyError(f"no object stands at {route}: add its kind to everything.py")
        return self.by_prefix[max(known, key=len)]


def everything(word: str = WORD, state: ProposalState = ProposalState.REPLIED, **changed: Any) -> Everything:
    """Make a proposal that everything has happened to."""
    day, at = date(2026, 3, 12), make.moment(12)
    people = {"clerk": make.clerk("邹允中"), "assigner": make.assigner(), "house": make.assigner()}
    first, along = make.member(), make.member()
    whole = make.proposal(
        state, first=first, title=f"关于{word}的建议", background=f"{word}背景", analysis=f"{word}分析",
        research_basis=f"{word}调研", shared_on=day, **changed,
    )  # fmt: skip
    whole.suggestions.update(text=f"{word}建议")
    signer = make.signer(whole, along, consent=Consent.AGREED)
    host = make.handling(whole, make.UnitFactory(), ShareRole.HOST, HandlingState.ISSUED, extension_reason=f"{word}延")
    beside = make.handling(whole, make.UnitFactory(), ShareRole.CO, HandlingState.OPINED)
    left = make.handling(whole, make.UnitFactory(), ShareRole.HOST, HandlingState.REASSIGNED)
    people |= {
        "first": make.as_member(first), "along": make.as_member(along), "host": make.as_unit(host.unit),
        "host_leader": make.as_unit(host.unit, leader=True), "beside": make.as_unit(beside.unit),
        "left": make.as_unit(left.unit),
    }  # fmt: skip
    talk = make.contact(host, notes=f"{word}面商", objection=f"{word}异议")
    models.CoOpinion.objects.create(
        handling=beside, text=f"{word}会办", signed_by_name="贺建平", sent_on=day
    )  # fmt: skip
    letter = make.reply(host, opening=f"{word}开头", body=f"{word}正文", closing=f"{word}结尾")
    models.ReplyAnswer.objects.bulk_create(
        models.ReplyAnswer(reply=letter, suggestion=each, verdict="accepted", text=f"{word}回答")
        for each in whole.suggestions.all()
    )
    asked = [
        make.feedback(letter, each, state="given", attitude_rating="basic", result_rating="not_satisfied",
                      comment=f"{word}评价", submitted_on=day)
        for each in whole.signers.all()
    ]  # fmt: skip
    given = promises.make(
        origin=letter, text=f"{word}承诺", due_on=date(2026, 10, 30), promiser=host.unit, by=people["host"], at=at
    )
    adjust = models.AdjustRequest.objects.create(
        handling=host, reason=f"{word}调整", signed_by_name="贺建平", requested_on=day, decide_by=day
    )
    share = make.planned(whole, host.unit, reason=f"{word}拟交")
    ask = models.ConsentAsk.objects.create(
        proposal=whole, kind="withdraw", asked_at=at, asked_by_name="方以诚", words=f"{word}撤案"
    )
    models.ReviewRecord.objects.create(
        proposal=whole, stage="first", outcome="file", opinion=f"{word}初审", reviewer_id=people["clerk"].user_id,
        reviewer_name="邹允中", at=at,
    )  # fmt: skip
    decision = models.ReviewDecision.objects.create(session=whole.session, body="proposal_committee", decided_on=day)
    models.DecisionLine.objects.create(decision=decision, proposal=whole, outcome="file")
    supervisor = make.BodyFactory()
    key = models.KeyAssignment.objects.create(
        proposal=whole, tier="key", year=2026, state="plan", supervising_body=supervisor, plan_text=f"{word}计划",
        result_text=f"{word}结果",
    )  # fmt: skip
    models.KeyLeader.objects.create(
        assignment=key, role="lead", side="government", name="贺建平", post="区长", signed_words=f"{word}批示",
        signed_on=day,
    )  # fmt: skip
    models.KeyActivity.objects.create(
        assignment=key, mode="forum", happened_on=day, place="建设局", led_by="阮书成", notes=f"{word}督办"
    )
    held = models.HandlingConsultation.objects.create(
        title="集中协商", level="unit", happened_on=day, place="建设局", notes="商定。"
    )
    models.ConsultedContact.objects.create(consultation=held, contact=talk)
    seen = models.HandlingInspection.objects.create(title="办理视察", year=2026, happened_on=day, led_by="阮书成")
    at_unit = models.InspectedUnit.objects.create(inspection=seen, unit=host.unit, finding="台账齐全。")
    models.InspectedProposal.objects.create(at_unit=at_unit, proposal=whole)
    models.MediaVisit.objects.create(
        proposal=whole, medium="云溪电视台", happened_on=day, interviewed=f"{word}某", gist=f"{word}采访"
    )
    round_ = models.AppraisalRound.objects.create(
        year=2026, title="双向评议", state="open", closes_on=day + timedelta(30), opened_on=day,
        criteria={"proposer": {"办理结果": 100}, "unit": {"可行性": 100}},
    )  # fmt: skip
    scores = [
        models.AppraisalScore.objects.create(
            round=round_, handling=host, side=side, scores={"办理结果": 37}, total=37, comment=f"{word}打分{side}",
            scored_on=day, scored_by_name="某某",
        )
        for side in ("proposer", "unit")
    ]  # fmt: skip
    ballot = Ballot.objects.create(
        title="承办单位评议",
        kind="pick",
        items=[{"key": "1", "label": "某"}],
        choose_most=1,
        state="open",
        seal_word="印",
    )
    Voter.objects.create(ballot=ballot, user_id=people["first"].user_id, name="某")
    BallotBox.objects.create(ballot=ballot)
    appraisal = models.UnitAppraisal.objects.create(
        year=2026, title="民主评议", held_on=day, subject="keys", ballot_id=ballot.pk
    )
    entry = models.AppraisedUnit.objects.create(
        appraisal=appraisal, proposal=whole, self_report=f"{word}自评", questions=f"{word}提问"
    )
    award = models.AwardSelection.objects.create(year=2026, title="优秀提案评选", ballot_id=ballot.pk)
    models.Nomination.objects.create(
        selection=award, proposal=whole, nominated_by="提案委", reason=f"{word}推荐", is_shortlisted=True
    )
    public = models.Publication.objects.create(
        proposal=whole, level="full", title=whole.title, number="第001号", session_label="三届四次", proposer="某某",
        text=f"{word}全文", reply_text=f"{word}复文", prepared_on=day, year=2026,
    )  # fmt: skip
    models.QualityScore.objects.create(
        proposal=whole, scores={"可行性": 93}, total=93, scored_on=day, scored_by_name="某某"
    )
    back = models.LookBack.objects.create(
        proposal=whole, handling=host, year=2026, class_before="A", sampled_on=day, finding=f"{word}回访"
    )
    topic = models.LeadTopic.objects.create(year=2026, title="参考选题")
    lead = models.ProposalLead.objects.create(
        source="public", title="线索", text="线索正文", received_at=at, receipt_code="AAAABBBBCCCC", topic=topic
    )
    call = models.Solicitation.objects.create(
        session=whole.session, year=2026, title="征集", text="请提。", closes_on=day, called_on=day
    )
    carrier = Membership.objects.create(
        person=make.person(""), term=whole.session.term, role=MembershipRole.RESIDENT_SUPERIOR_MEMBER,
        superior_level="province", joined_on=date(2023, 1, 1),
    )  # fmt: skip
    up = models.OutgoingProposal.objects.create(
        level="province", title=whole.title, carrier=carrier, origin=whole, year=2026, changed_on=day
    )
    frozen = models.FigureSnapshot.objects.create(
        year=2026, label="年底数字", as_of=at, figures={"figures": []}, made_by_name="某某"
    )
    sheet = StoredFile.objects.create(
        name="交办清单.xlsx", content_type="application/octet-stream", size_bytes=1, sha256="0" * 64,
        uploaded_by_id=people["clerk"].user_id, uploaded_at=at,
    )  # fmt: skip
    batch = ImportBatch.objects.create(
        purpose=SHEET.name, file=sheet, state="read", made_by_id=people["clerk"].user_id, made_at=at, tree={"lines": []}
    )
    for act in ("first_review", "file", "reject_reply"):
        ledger.record(act, whole, by=people["clerk"], at=at, reason=f"{word}理由")
    people["supervisor"] = make.as_role(make.Role.COMMITTEE_CLERK, scope_kind="body", scope_id=supervisor.pk)
    entered = make.proposal(ProposalState.COSIGNING, first=first, source="clerk", **changed)
    entered.signers.update(consent=Consent.INVITED)
    by_prefix: dict[str, list[Model]] = {
        "proposals/": [whole, entered], "proposals/signers/": [signer], "handlings/": [host, beside, left],
        "contacts/": [talk], "replies/": [letter], "feedback/": asked, "promises/": [given],
        "assignment/adjustments/": [adjust], "assignment/shares/": [share], "assignment/files/": [batch],
        "proposals/consents/": [ask], "proposals/decisions/": [decision], "proposals/review/": [whole.session],
        "proposals/keys/": [key], "proposals/consultations/": [held], "proposals/inspections/": [seen],
        "appraisals/rounds/": [round_], "appraisals/scores/": scores, "appraisals/units/": [appraisal],
        "appraisals/entries/": [entry], "awards/": [award], "publications/": [public],
        "proposals/look-backs/": [back], "proposals/topics/": [topic], "proposals/leads/": [lead],
        "proposals/solicitations/": [call], "proposals/outgoing/": [up], "proposals/figures/snapshots/": [frozen],
        "ballots/": [ballot],
    }  # fmt: skip
    return Everything(whole, people, by_prefix, word)
