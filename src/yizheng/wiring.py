"""The one list "when this happens, these listen"."""

from datetime import date

from django.db.models import Model

from yizheng.accounts import narrowing
from yizheng.approval.events import ApprovalPassed, ApprovalReturned, StepApproved
from yizheng.deadline.events import CalendarChanged, CalendarChanging
from yizheng.duty import following as duty
from yizheng.duty import speaking as duty_speaking
from yizheng.duty.models import DutyYear
from yizheng.duty.services.years import days_of
from yizheng.duty.workflow import CLOSE_YEAR
from yizheng.instruction.notifications import tell as tell_of_instruction
from yizheng.interface.telling import note_moved as tell_webhooks
from yizheng.kernel import thread
from yizheng.kernel.events import on
from yizheng.kernel.ledger import Recorded
from yizheng.kernel.workflow import Moved
from yizheng.meeting.enums import FollowKind, MeetingKind
from yizheng.meeting.events import (
    ActivityConfirmed,
    AttendanceCorrected,
    DecisionMade,
    MeetingHeld,
    MeetingPlanned,
    OutcomeConverted,
)
from yizheng.meeting.models import Meeting
from yizheng.meeting.services import menus, proving
from yizheng.notify.events import NoticeRead
from yizheng.opinion import learning as opinion_learning
from yizheng.opinion.authorship import main_author
from yizheng.opinion.enums import ConversionTarget
from yizheng.opinion.events import OpinionConverted
from yizheng.opinion.notifications.following import tell as tell_of_opinion_following
from yizheng.opinion.notifications.issuing import tell as tell_of_opinion_issuing
from yizheng.opinion.notifications.sourcing import tell as tell_of_call
from yizheng.opinion.notifications.writing import tell as tell_of_opinion_writing
from yizheng.opinion.services import answering as opinion_answers
from yizheng.opinion.services import feeding_back as opinion_feedback
from yizheng.opinion.services import following_dates as opinion_dates
from yizheng.opinion.services import review_dates as opinion_review_dates
from yizheng.opinion.services import scoring as opinion_points
from yizheng.opinion.services import taking_over as opinion_drafts
from yizheng.opinion.texts import text_of as opinion_text
from yizheng.org.models import ParticipatingBody, Session, in_force
from yizheng.org.queries import bodies_in_force, current_term, units_in_force
from yizheng.org.services import follow_seat
from yizheng.plan import learning as plan_learning
from yizheng.plan import notifications as plan_notifications
from yizheng.plan.enums import EvidenceKind
from yizheng.plan.events import PlanBecameLive
from yizheng.plan.services import approval as plan_approval
from yizheng.plan.services import due_dates as plan_due_dates
from yizheng.plan.services import following as plan_following
from yizheng.promise.notifications import tell_of_promise
from yizheng.proposal import learning as proposal_learning
from yizheng.proposal.enums import ConversionKind
from yizheng.proposal.events import LeadConverted, ProposalConverted, UnitsChosen
from yizheng.proposal.notifications import following as proposal_following_notices
from yizheng.proposal.notifications import keys as proposal_key_notices
from yizheng.proposal.notifications import reviewing as proposal_review_notices
from yizheng.proposal.notifications.appraising import tell as tell_of_appraisal
from yizheng.proposal.notifications.handling import tell_of_handling
from yizheng.proposal.notifications.writing import tell as tell_of_writing
from yizheng.proposal.services import adjusting as proposal_adjusting
from yizheng.proposal.services import consenting as proposal_consents
from yizheng.proposal.services import dates as handling_dates
from yizheng.proposal.services import lead_pictures
from yizheng.proposal.services import leads as proposal_leads
from yizheng.search import indexing as search
from yizheng.speech.enums import ConversionTarget as SpeechTarget
from yizheng.speech.events import RehearsalSet, SpeechConverted, SpeechesCalled, SpeechSentToUnits
from yizheng.speech.models import Speech, SpeechCall
from yizheng.speech.notifications import tell as tell_of_speech
from yizheng.speech.notifications import tell_of_rehearsal
from yizheng.speech.services import taking_over as speech_drafts
from yizheng.speech.standing import OWNER_COLUMNS as SPEECH_OWNERS
from yizheng.todo import reminding
from yizheng.todo import services as todo

BODIES = ("party_body", "body", "sector")
"""The columns that name the proposer of a collective proposal."""


def connect() -> None:
    """Let rooms hear of each other; called once at start."""
    narrowing.offer("body", "机构", lambda on_day: [(body.pk, str(body)) for body in bodies_in_force(on_day)])
    narrowing.offer("org_unit", "承办单位", lambda on_day: [(unit.pk, str(unit)) for unit in units_in_force(on_day)])
    narrowing.offer("participating_body", "党派团体", participating_bodies)
    narrowing.offer("sector", "界别", sectors)
    narrowing.offer("side", "交办口", lambda _on_day: [(1, "党委口"), (2, "政府口")])
    on(Moved, todo.follow, plan_notifications.tell_of_task, follow_seat)
    on(Moved, search.follow)
    on(Recorded, search.follow_record)
    on(Moved, tell_of_handling)
    on(Moved, tell_of_writing)
    on(Moved, tell_of_opinion_writing, tell_of_call, tell_of_opinion_issuing)
    on(OpinionConverted, take_up_as_lead, take_up_as_speech)
    on(ProposalConverted, take_up_as_opinion)
    on(LeadConverted, take_up_lead)
    on(Moved, tell_of_speech)
    on(SpeechConverted, take_up_speech)
    on(SpeechSentToUnits, hand_on_speech)
    on(RehearsalSet, tell_of_rehearsal)
    on(OutcomeConverted, take_up_outcome)
    on(SpeechesCalled, link_speeches)
    on(MeetingPlanned, link_plenary)
    on(Moved, opinion_points.follow, opinion_feedback.follow, tell_of_opinion_following)
    on(Moved, opinion_answers.answer, opinion_answers.tell_of_adoption_above)
    on(CalendarChanged, opinion_review_dates.follow_calendar, opinion_dates.follow_calendar)
    on(Moved, tell_of_appraisal)
    on(NoticeRead, reminding.renew_calls)
    on(PlanBecameLive, plan_notifications.tell_departments)
    on(CalendarChanging, handling_dates.lock_first)
    on(CalendarChanged, plan_due_dates.follow_calendar, handling_dates.follow_calendar)
    on(StepApproved, plan_approval.note_review)
    on(ApprovalPassed, plan_approval.adopt_passed)
    on(ApprovalReturned, plan_approval.reopen_returned)
    on(MeetingPlanned, start_task)
    on(MeetingHeld, record_for_tasks)
    on(DecisionMade, add_task_for_decision)
    on(Moved, proposal_review_notices.tell, proposal_consents.let_lapse)
    on(Moved, proposal_adjusting.void_of_stopped)
    on(Moved, proposal_key_notices.tell)
    on(Moved, proposal_following_notices.tell, tell_of_promise)
    on(Moved, tell_of_instruction)
    on(Moved, duty.follow_moved, duty.tell)
    on(Moved, duty_speaking.follow)
    on(MeetingHeld, duty.follow_held)
    on(AttendanceCorrected, duty.follow_corrected)
    on(ActivityConfirmed, duty.follow_activity)
    on(Moved, menus.follow)
    on(Moved, destroy_proofs)
    on(Moved, tell_webhooks)
    on(UnitsChosen, proposal_learning.note_units)
    on(Moved, proposal_learning.note_category)
    on(Moved, opinion_learning.note_slip, opinion_learning.note_category, plan_learning.note_item)


def participating_bodies(on_day: date) -> list[tuple[int, str]]:
    """Return the parties and people's organisations of a day, for the hats of their clerks."""
    rows = ParticipatingBody.objects.filter(in_force(on_day)).order_by("order", "id")
    return [(body.pk, str(body)) for body in rows]


def sectors(on_day: date) -> list[tuple[int, str]]:
    """Return the sectors of the running term, for the hats of their conveners."""
    term = current_term(on_day)
    return [(sector.pk, str(sector)) for sector in term.sectors.order_by("order")] if term else []


def destroy_proofs(moved: Moved) -> None:
    """What proves leave is destroyed when the year of its meeting closes (office-practice 5)."""
    row = moved.obj
    if isinstance(row, DutyYear) and moved.act == CLOSE_YEAR.name:
        proving.destroy_proofs_between(*days_of(row), by=moved.by, at=moved.at)


def start_task(planned: MeetingPlanned) -> None:
    """A meeting for a task starts the task."""
    if planned.origin_kind == "plan_task" and planned.origin_id is not None:
        plan_following.start_for_work(task_id=planned.origin_id, at=planned.at)


def record_for_tasks(held: MeetingHeld) -> None:
    """A meeting that was held is the record its tasks need."""
    meeting = held.meeting
    assert meeting.held_on is not None, "held meetings have a day"
    note = f"见{meeting.title}记录（{meeting.held_on.month}月{meeting.held_on.day}日）"
    for task_id in thread.origin_ids(meeting, "plan_task"):
        plan_following.record_work(
            task_id=task_id, kind=EvidenceKind.MEETING_RECORD, note=note, happened_on=meeting.held_on, at=held.at
        )


def add_task_for_decision(made: DecisionMade) -> None:
    """A decision to be carried out as a task becomes one of the year's plan; without a plan nothing can hold it."""
    decision = made.decision
    if decision.follow != FollowKind.TASK:
        return
    assert decision.due_on is not None, "asked when it was noted"
    assert decision.body is not None, "asked when it was noted"
    task = plan_following.add_for_decision(
        content=decision.text, body=decision.body, due_on=decision.due_on, by=made.by, at=made.at
    )
    thread.link(decision.meeting, task, relation="task", at=made.at)


def take_up_as_lead(converted: OpinionConverted) -> None:
    """A piece whose author agreed becomes a proposal lead; topics wait for their room."""
    asked = converted.conversion
    if asked.target != ConversionTarget.PROPOSAL_LEAD:
        return
    lead = proposal_leads.keep_from_opinion(
        title=str(asked.opinion), text=opinion_text(asked.opinion), label=asked.opinion.number, by=converted.by,
        at=converted.at,
    )  # fmt: skip
    thread.link(asked.opinion, lead, relation="converted", at=converted.at)


def take_up_as_speech(converted: OpinionConverted) -> None:
    """A piece whose author agreed becomes the draft of a speech, while a plenary asks for speeches."""
    asked = converted.conversion
    author = main_author(asked.opinion)
    if asked.target != ConversionTarget.SPEECH or author is None:
        return
    owners = ((column, getattr(author, f"{column}_id")) for column in SPEECH_OWNERS.values())
    column, pk = next(((column, pk) for column, pk in owners if pk is not None), ("", None))
    if pk is None:
        return
    draft = speech_drafts.keep_from_opinion(
        column=column, pk=pk, title=str(asked.opinion), text=opinion_text(asked.opinion), by=converted.by,
        at=converted.at,
    )  # fmt: skip
    if draft is not None:
        thread.link(asked.opinion, draft, relation="converted", at=converted.at)


def take_up_as_opinion(converted: ProposalConverted) -> None:
    """A proposal whose proposer agreed becomes the draft of an opinion by the same proposer (handbook 5.4)."""
    proposal = converted.conversion.proposal
    owners = (("membership", proposal.first_proposer_id), *((each, getattr(proposal, f"{each}_id")) for each in BODIES))
    column, pk = next(((column, pk) for column, pk in owners if pk is not None), ("", None))
    if converted.conversion.kind != ConversionKind.OPINION or pk is None:
        return
    words = opinion_drafts.Words(
        proposal.title, proposal.background, proposal.analysis, "\n".join(map(str, proposal.suggestions.all()))
    )
    made = opinion_drafts.keep_from_proposal(column=column, pk=pk, words=words, by=converted.by, at=converted.at)
    thread.link(proposal, made, relation="converted", at=converted.at)


def take_up_lead(converted: LeadConverted) -> None:
    """A lead of the public becomes the draft of an opinion that the information office completes (handbook 6.2)."""
    lead = converted.lead
    pictures = list(lead_pictures.pictures_of(lead))
    made = opinion_drafts.keep_from_lead(
        title=lead.title, text=lead.text, pictures=pictures, by=converted.by, at=converted.at
    )
    thread.link(lead, made, relation="converted", at=converted.at)


def take_up_speech(converted: SpeechConverted) -> None:
    """A speech becomes the draft of an opinion by the same author, or a proposal lead."""
    speech, words = converted.speech, {"title": str(converted.speech), "text": converted.speech.text}
    made: Model
    if converted.target == SpeechTarget.OPINION:
        column, pk = owner_of_speech(speech)
        made = opinion_drafts.keep_from_speech(column=column, pk=pk, **words, by=converted.by, at=converted.at)
    else:
        made = proposal_leads.keep_from_speech(**words, by=converted.by, at=converted.at)
    thread.link(speech, made, relation="converted", at=converted.at)


def hand_on_speech(sent: SpeechSentToUnits) -> None:
    """A speech that was given goes to units by the slips of the information office, approved as its list was."""
    speech, call = sent.speech, sent.speech.call
    column, pk = owner_of_speech(speech)
    piece = opinion_drafts.hand_on_speech(
        column=column, pk=pk, title=str(speech), text=speech.text, units=sent.units, asked_action=sent.asked_action,
        signed=opinion_drafts.Signed(call.settled_by_name, call.settled_on), by=sent.by, at=sent.at,
    )  # fmt: skip
    thread.link(speech, piece, relation="converted", at=sent.at)


def owner_of_speech(speech: Speech) -> tuple[str, int]:
    """Return the column that names whose speech it is, and its id."""
    column = next(name for name in SPEECH_OWNERS.values() if getattr(speech, f"{name}_id") is not None)
    return column, getattr(speech, f"{column}_id")


def take_up_outcome(converted: OutcomeConverted) -> None:
    """What members said at an activity becomes the draft of an opinion by its first host."""
    host = converted.activity.hosts.all()[0]
    column = "body" if host.body_id else "sector"
    pk = host.body_id or host.sector_id
    assert pk is not None, "a host is a body or a sector"
    made = opinion_drafts.keep_from_activity(
        column=column, pk=pk, title=converted.title, text=converted.text, by=converted.by, at=converted.at
    )
    thread.link(converted.activity, made, relation="converted", at=converted.at)


def link_speeches(called: SpeechesCalled) -> None:
    """The speeches of a plenary belong to its meeting, where that is planned already."""
    session = called.call.session
    plenaries = Meeting.objects.filter(kind=MeetingKind.PLENARY, term=session.term_id, ordinal=session.ordinal)
    meeting = plenaries.order_by("id").first()
    if meeting is not None:
        thread.link(meeting, called.call, relation="speeches", at=called.at)


def link_plenary(planned: MeetingPlanned) -> None:
    """A plenary that is planned after its speeches were called for has them in its thread too."""
    meeting = planned.meeting
    if meeting.kind != MeetingKind.PLENARY:
        return
    sessions = Session.objects.filter(term=meeting.term_id, ordinal=meeting.ordinal)
    call = SpeechCall.objects.filter(session__in=sessions).first()
    if call is not None:
        thread.link(meeting, call, relation="speeches", at=planned.at)
