"""Documents of a meeting: each opens the own copy with name and number on every page, and the office sees who read."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from pypdf import PdfReader, PdfWriter

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import services
from yizheng.meeting.enums import InvitationRole
from yizheng.meeting.models import DocumentCopy, DocumentReading, MeetingDocument
from yizheng.meeting.tests import factories as make
from yizheng.meeting.tests.test_sitting_pages import DAY, clock, opened, own, url
from yizheng.org.models import Person
from yizheng.plan.tests import factories as plan

__all__ = ["clock", "opened"]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def pdf(pages=2, *, password=""):
    writer, made = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password)
    writer.write(made)
    return SimpleUploadedFile("报告.pdf", made.getvalue(), "application/pdf")


def word():
    document, made = Document(), io.BytesIO()
    document.add_paragraph("工作报告（草案）")
    document.save(made)
    return SimpleUploadedFile("报告.docx", made.getvalue())


def added(meeting, clerk, file=None, title="常委会工作报告"):
    return services.add_document(meeting=meeting, title=title, file=file or pdf(), by=clerk, at=DAY)


def opening(document):
    return f"/yunxi/meetings/documents/{document.public_id}/open/"


def texts(answer):
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]


def test_every_page_of_a_copy_bears_the_own_name_and_its_number(opened, browser):
    meeting, clerk = opened
    one, two = meeting.invitations.order_by("order")[:2]
    report, notes = added(meeting, clerk), added(meeting, clerk, word(), "起草说明")

    first, second = (own(browser, each).get(opening(report)) for each in (one, two))
    again = own(browser, one).get(opening(report))
    written = own(browser, two).get(opening(notes))

    for answer, person, number in ((first, one, "第001份"), (second, two, "第002份"), (again, one, "第001份")):
        pages = texts(answer)
        assert len(pages) == 2
        assert all(person.person.name in page.replace(" ", "") and number in page.replace(" ", "") for page in pages)
    headers = Document(io.BytesIO(written.content)).sections[0].header
    assert f"{two.person.name} 第001份" in [each.text for each in headers.paragraphs]
    assert DocumentReading.objects.count() == 4
    assert LedgerEntry.objects.filter(act="open_document").count() == 3
    assert "no-store" in first["Cache-Control"]


def test_the_office_sees_who_has_not_read_it_and_nobody_else_does(opened, browser):
    meeting, clerk = opened
    one, two, three = meeting.invitations.order_by("order")
    report = added(meeting, clerk)
    own(browser, one).get(opening(report))
    readers = f"/yunxi/meetings/documents/{report.public_id}/readers/"

    shown = browser(clerk.user_id).get(readers)

    assert [(each.invitation, each.copy is not None) for each in shown.context["rows"]] == [
        (two, False), (three, False), (one, True),
    ]  # fmt: skip
    assert "已阅 1 / 3" in browser(clerk.user_id).get(url(meeting, "documents/")).content.decode()
    assert own(browser, two).get(readers).status_code == 403
    phone = own(browser, one).get(url(meeting)).content.decode()
    assert "常委会工作报告" in phone
    assert "已阅" in phone


def test_whoever_was_not_called_opens_neither_the_copy_nor_the_file_itself(opened, browser):
    meeting, clerk = opened
    report = added(meeting, clerk)
    one = meeting.invitations.order_by("order")[0]
    raw = f"/yunxi/files/{report.file.public_id}/"

    answers = [
        browser(plan.seat(Role.MEMBER).user_id).get(opening(report)),
        browser(plan.seat(Role.LEADER).user_id).get(opening(report)),
        own(browser, one).get(raw),
    ]

    assert [each.status_code for each in answers] == [404, 404, 404]
    assert browser(clerk.user_id).get(raw).status_code == 200
    assert not DocumentReading.objects.exists()
    with pytest.raises(PermissionDenied):
        services.open_copy(document=report, invitation=one, by=clerk, at=DAY)
    assert not DocumentCopy.objects.exists()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (lambda: SimpleUploadedFile("表.txt", "数字".encode()), "PDF或Word"),
        (lambda: pdf(password="1"), "打不开"),
        (lambda: SimpleUploadedFile("坏.pdf", b"%PDF-1.4 nothing"), "打不开"),
    ],
)
def test_a_file_that_cannot_be_marked_is_refused(opened, file, said):
    meeting, clerk = opened

    with pytest.raises(Refused, match=said):
        added(meeting, clerk, file())

    assert not MeetingDocument.objects.exists()


def test_what_was_withdrawn_is_opened_by_nobody_any_more(opened, browser):
    meeting, clerk = opened
    one = meeting.invitations.order_by("order")[0]
    page = browser(clerk.user_id)
    page.post(url(meeting, "documents/"), {"title": "议程", "file": pdf()})
    report = MeetingDocument.objects.get()

    page.post(f"/yunxi/meetings/documents/{report.public_id}/withdraw/", {"x": "1"})
    refused = own(browser, one).get(opening(report))

    assert refused.status_code == 409
    assert "已经撤下" in refused.content.decode()
    assert "议程</a>" not in own(browser, one).get(url(meeting)).content.decode()
    assert not DocumentReading.objects.exists()


@pytest.mark.parametrize("closes", [lambda report: report, lambda report: report.meeting])
def test_what_is_closed_is_handed_to_nobody_and_opens_again_when_it_is_lifted(opened, browser, closes):
    meeting, clerk = opened
    one = meeting.invitations.order_by("order")[0]
    report, guard = added(meeting, clerk), plan.seat(Role.SECURITY_ADMIN)
    closure = quarantine.quarantine(subject=closes(report), by=guard, reason="误传涉密件", at=DAY)
    before = LedgerEntry.objects.count()

    refused = own(browser, one).get(opening(report))

    assert (refused.status_code, "已经封存" in refused.content.decode()) == (409, True)
    assert not DocumentCopy.objects.exists()
    assert not DocumentReading.objects.exists()
    assert LedgerEntry.objects.count() == before
    quarantine.lift(closure=closure, by=guard, reason="查清", at=DAY)
    assert own(browser, one).get(opening(report)).status_code == 200


def test_no_number_of_a_copy_is_given_twice_when_a_guest_is_taken_off(house, clock, browser):
    meeting, clerk = make.planned(members=2)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    one, two = meeting.invitations.order_by("order")
    guest = services.add_by_hand(
        meeting=meeting, name="方志远", where="", role=InvitationRole.OBSERVE, by=clerk, at=DAY
    )
    report = added(meeting, clerk)
    visitor = plan.seat(Role.MEMBER)
    Person.objects.filter(pk=guest.person_id).update(user=visitor.user_id)

    opens = [browser(visitor.user_id).get(opening(report)), own(browser, one).get(opening(report))]
    services.take_off_list(invitation=guest, by=clerk, at=DAY)
    opens.append(own(browser, two).get(opening(report)))

    assert [each.status_code for each in opens] == [200, 200, 200]
    assert dict(DocumentCopy.objects.values_list("invitation", "number")) == {one.pk: 2, two.pk: 3}
