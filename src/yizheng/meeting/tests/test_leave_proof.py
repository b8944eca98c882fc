"""What proves leave: read by whoever decides alone, noted each time, destroyed when its time is over."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from yizheng.attachment.models import StoredFile
from yizheng.attachment.queries import file_visible_to, path_of
from yizheng.duty.models import DutyYear
from yizheng.duty.services import years
from yizheng.duty.workflow import CLOSE_YEAR
from yizheng.kernel import purging, quarantine, workflow
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.scoping import scope
from yizheng.meeting import leave_showing, queries, services
from yizheng.meeting.enums import LeaveState, MeetingKind, Reply, ReplyWay
from yizheng.meeting.models import Invitation, LeaveProof, LeaveRequest
from yizheng.meeting.services import Asked
from yizheng.meeting.tests import factories as make
from yizheng.meeting.tests.test_leaving import ASKED_AT, called, chief, member_of
from yizheng.org.models import Membership
from yizheng.plan.tests import factories as plan

PICTURE = b"\x89PNG\r\n\x1a\n" + b"invented slip of a doctor"
DECIDED_AT = make.moment(15, month=11)


@pytest.fixture(autouse=True)
def office(db, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    with scope(plan.CommitteeFactory()):
        yield


def slip(content=PICTURE, name="病假条.png"):
    return SimpleUploadedFile(name, content)


def ask_ill(invitation, *, proof=None, at=ASKED_AT, **given):
    halves = list(invitation.meeting.half_days.all())
    asked = Asked(halves, "illness", "住院", given.get("evidence", ""), proof)
    return services.ask_leave(invitation=invitation, asked=asked, way=ReplyWay.WEB, by=member_of(invitation), at=at)


def proven():
    meeting, clerk = called(members=1)
    return ask_ill(meeting.invitations.get(), proof=slip()), meeting, clerk


def everything():
    return (
        list(LeaveRequest.objects.order_by("id").values()), list(LeaveProof.objects.values()),
        list(StoredFile.objects.values("name", "kind", "size_bytes")), LedgerEntry.objects.count(),
    )  # fmt: skip


def test_whoever_decides_opens_it_and_each_reading_is_noted():
    leave, _, _ = proven()

    file = services.open_proof(leave=leave, by=chief(), at=DECIDED_AT)
    services.open_proof(leave=leave, by=chief(), at=DECIDED_AT)

    assert path_of(file).read_bytes() == PICTURE
    noted = LedgerEntry.objects.filter(act="read_proof", kind="leave_request", object_id=leave.pk)
    assert [each.actor_name for each in noted] == [chief().name] * 2
    assert PICTURE.decode("latin1") not in str(list(LedgerEntry.objects.values()))


@pytest.mark.parametrize("who", ["clerk", "own", "leader", "committee", "archivist"])
def test_nobody_else_opens_it_by_whatever_door(who):
    leave, _, clerk = proven()
    readers = {
        "clerk": clerk, "own": member_of(leave.invitation), "leader": plan.seat(plan.Role.LEADER),
        "committee": plan.seat(plan.Role.COMMITTEE_CLERK), "archivist": plan.seat(plan.Role.ARCHIVIST),
    }  # fmt: skip
    before = everything()

    with pytest.raises(PermissionDenied):
        services.open_proof(leave=leave, by=readers[who], at=DECIDED_AT)

    assert everything() == before
    stored = leave.proof.file.public_id
    assert [file_visible_to(each, stored) for each in (readers[who], chief())] == [None, None]


def test_whoever_decides_on_others_does_not_read_the_own_as_approver():
    leave, _, _ = proven()
    own = chief()
    leave.invitation.person.user_id = own.user_id
    leave.invitation.person.save(update_fields=["user"])
    before = everything()

    with pytest.raises(PermissionDenied):
        services.open_proof(leave=leave, by=own, at=DECIDED_AT)

    assert everything() == before


@pytest.mark.parametrize(
    ("content", "name"), [(b"MZ\x90", "病假条.png"), (b"<html><script>", "a.pdf"), (b"", "空.pdf")]
)
def test_what_is_no_picture_and_no_pdf_is_refused_and_no_leave_is_filed(content, name):
    meeting, _ = called(members=1)
    before = everything()

    with pytest.raises(Refused) as refused:
        ask_ill(meeting.invitations.get(), proof=slip(content, name))

    assert refused.value.code == "not_a_proof"
    assert everything() == before


def test_afterwards_the_file_is_proof_enough():
    meeting, clerk = called(members=1)
    services.enter_attendance(meeting=meeting, sheet={}, by=clerk, at=make.moment(10, 18))

    leave = ask_ill(meeting.invitations.get(), proof=slip(), at=make.moment(11))

    assert (leave.is_afterwards, leave.evidence, leave.proof.file.name) == (True, "", "病假条.png")


def test_asked_anew_without_a_file_the_old_one_stays_and_with_one_it_is_destroyed():
    leave, meeting, _ = proven()
    first = path_of(leave.proof.file)

    again = ask_ill(meeting.invitations.get())
    assert (LeaveProof.objects.get().request, first.exists()) == (again, True)
    third = ask_ill(meeting.invitations.get(), proof=slip(PICTURE + b"2"))

    assert LeaveProof.objects.get().request == third
    assert [each.size_bytes for each in StoredFile.objects.all()] == [len(PICTURE) + 1]


@pytest.mark.parametrize("end", ["withdraw", "come", "void"])
def test_withdrawn_or_void_it_is_destroyed(end, django_capture_on_commit_callbacks):
    leave, meeting, clerk = proven()
    own, path = member_of(leave.invitation), path_of(leave.proof.file)
    ends = {
        "withdraw": lambda: services.withdraw_leave(leave=leave, by=own, at=DECIDED_AT),
        "come": lambda: services.reply(
            invitation=leave.invitation, answer=Reply.ACCEPT, way=ReplyWay.WEB, by=own, at=DECIDED_AT
        ),
        "void": lambda: services.postpone(meeting=meeting, reason="场地检修", by=clerk, at=DECIDED_AT),
    }  # fmt: skip

    with django_capture_on_commit_callbacks(execute=True):
        ends[end]()

    assert (LeaveProof.objects.exists(), StoredFile.objects.exists(), path.exists()) == (False, False, False)
    assert LedgerEntry.objects.filter(act="destroy_proof", object_id=leave.pk).count() == 1


@pytest.mark.parametrize("end", ["take_off", "draw_anew"])
def test_whoever_leaves_the_list_leaves_no_refused_proof_behind(end, django_capture_on_commit_callbacks):
    leave, meeting, clerk = proven()
    services.refuse_leave(leave=leave, reason="请到会", by=chief(), at=DECIDED_AT)
    path, own = path_of(leave.proof.file), Invitation.objects.filter(pk=leave.invitation_id)
    ends = {
        "take_off": lambda: services.take_off_list(invitation=own.get(), by=clerk, at=DECIDED_AT),
        "draw_anew": lambda: services.draw_up_list(meeting=meeting, by=clerk, at=DECIDED_AT),
    }  # fmt: skip
    own.update(by_hand=end == "take_off")
    if end == "draw_anew":
        Membership.objects.filter(pk=leave.invitation.membership_id).update(left_on=DECIDED_AT.date())
        put_off = services.postpone(meeting=meeting, reason="场地检修", by=clerk, at=DECIDED_AT)
        services.reschedule(meeting=put_off, particulars=make.particulars(), by=clerk, at=DECIDED_AT)

    with django_capture_on_commit_callbacks(execute=True):
        ends[end]()

    assert (LeaveProof.objects.exists(), StoredFile.objects.exists(), path.exists()) == (False, False, False)


def test_when_the_year_closes_what_proves_its_leave_is_destroyed_and_no_other(django_capture_on_commit_callbacks):
    leave, _, _ = proven()
    services.approve_leave(leave=leave, by=chief(), at=DECIDED_AT)
    path = path_of(leave.proof.file)

    with django_capture_on_commit_callbacks(execute=True):
        none = services.destroy_proofs_between(date(2026, 1, 1), date(2026, 12, 9), by=chief(), at=make.moment(10))
        standing = path.exists()
        one = services.destroy_proofs_between(date(2026, 12, 10), date(2026, 12, 10), by=chief(), at=make.moment(10))

    assert (none, standing, one, path.exists()) == (0, True, 1, False)
    assert LeaveRequest.objects.get().state == LeaveState.APPROVED
    with pytest.raises(Refused) as refused:
        services.open_proof(leave=leave, by=chief(), at=DECIDED_AT)
    assert refused.value.code == "no_proof"


def test_closing_the_duty_year_destroys_them(house_of_duty):
    leave, _, _ = proven()
    services.approve_leave(leave=leave, by=chief(), at=DECIDED_AT)

    house_of_duty(2026)

    assert not LeaveProof.objects.exists()
    assert LedgerEntry.objects.get(act="destroy_proof").object_id == leave.pk


def test_what_is_sent_after_the_year_has_closed_goes_once_it_is_decided_on(house_of_duty):
    house_of_duty(2026)
    leave, _, _ = proven()
    years.destroy_late_proofs(at=DECIDED_AT)
    assert LeaveProof.objects.count() == 1

    services.approve_leave(leave=leave, by=chief(), at=DECIDED_AT)
    years.destroy_late_proofs(at=DECIDED_AT)

    assert not LeaveProof.objects.exists()
    assert LedgerEntry.objects.get(act="destroy_proof").object_id == leave.pk


@pytest.fixture
def house_of_duty():
    """Close the duty year by its own act."""

    def close(year):
        row = DutyYear.objects.create(year=year)
        workflow.apply(CLOSE_YEAR, row, by=chief(), at=make.moment(10))

    return close


@pytest.mark.parametrize("closes", [lambda leave: leave, lambda leave: leave.invitation.meeting])
def test_what_is_closed_is_opened_by_nobody_and_a_purge_destroys_it(closes, settings, tmp_path):
    settings.PURGE_REGISTER_FILE = tmp_path / "register"
    leave, _, clerk = proven()
    guard = plan.seat(plan.Role.SECURITY_ADMIN)
    closure = quarantine.quarantine(subject=closes(leave), by=guard, reason="误传", at=DECIDED_AT)
    before = LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        services.open_proof(leave=leave, by=chief(), at=DECIDED_AT)

    assert (refused.value.code, LedgerEntry.objects.count()) == ("closed", before)
    asked = purging.ask_purge(closure=closure, reason="误传", by=clerk, at=DECIDED_AT)
    purging.confirm_purge(closure=asked, by=chief(), at=DECIDED_AT)
    assert list(StoredFile.objects.values_list("size_bytes", "name")) == [(0, "〔内容已销毁〕")]


def test_the_second_whole_plenary_on_leave_warns_whoever_decides_on_the_third():
    leave, meeting, clerk = proven()
    person, on = leave.invitation.person_id, DECIDED_AT.date()
    told = []
    for _ in range(2):
        told.append(leave_showing.quota_words(person, meeting, on=on))
        services.approve_leave(leave=leave, by=chief(), at=DECIDED_AT)
        leave = ask_ill(_next_plenary(meeting, clerk).invitations.get())

    assert told == ["", ""]
    assert leave_showing.quota_words(person, meeting, on=on).startswith("本届全体会议已整次请假2次，到3次")


def test_leave_from_half_a_plenary_is_no_whole_one():
    meeting, _ = called(members=1, ends_at=make.moment(10, 17))
    invitation = meeting.invitations.get()
    asked = Asked(list(meeting.half_days.all())[:1], "official", "外出招商")
    leave = services.ask_leave(
        invitation=invitation, asked=asked, way=ReplyWay.WEB, by=member_of(invitation), at=ASKED_AT
    )
    services.approve_leave(leave=leave, by=chief(), at=DECIDED_AT)

    assert queries.whole_leaves(invitation.person_id, meeting) == 0


def _next_plenary(meeting, clerk):
    ordinal = queries.next_ordinal(MeetingKind.PLENARY, meeting.term, None)
    made = services.plan_meeting(
        kind=MeetingKind.PLENARY, term=meeting.term, ordinal=ordinal,
        particulars=make.particulars(), by=clerk, at=make.moment(12, month=11),
    )  # fmt: skip
    return services.send_notice(meeting=made, by=clerk, at=make.moment(13, month=11))
