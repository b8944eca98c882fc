"""Files of an activity: its hosts add them and take them off, whoever reads the activity opens them, nobody else."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yizheng.attachment.models import StoredFile
from yizheng.attachment.queries import path_of
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import services
from yizheng.meeting.services import enclosing
from yizheng.meeting.tests import factories as make
from yizheng.meeting.tests.test_activity_pages import clock, phone, read, url
from yizheng.notify.models import Message
from yizheng.plan.tests import factories as plan

__all__ = ["clock", "phone"]

AT = make.moment(1)
PAGES = b"%PDF-1.7 handout"
PICTURE = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return tmp_path


def paper(name="学习材料.pdf", content=PAGES):
    return ContentFile(content, name=name)


def rows():
    return list(StoredFile.objects.order_by("id").values()), LedgerEntry.objects.count()


def opened(page, file):
    return page.get(reverse("attachment:open", kwargs={"committee": "yunxi", "public_id": file.public_id})).status_code


def test_a_host_adds_a_file_that_members_open_once_it_is_published(house, browser, clock, phone):
    activity, clerk, (one, *_) = make.drafted()
    page, mine = browser(clerk.user_id), phone(one)

    assert "还没有附件" in read(page, url(activity, "files/"))
    said = page.post(url(activity, "files/"), {"file": SimpleUploadedFile("读书会方案.pdf", PAGES)}, follow=True)
    file = StoredFile.objects.get()
    while_drafted = opened(mine, file)
    services.publish_activity(activity=activity, agreed_by="沈若松", by=clerk, at=make.moment(30, month=11))

    assert "读书会方案.pdf" in said.content.decode()
    assert (while_drafted, opened(mine, file)) == (404, 200)
    assert "读书会方案.pdf" in read(mine, url(activity))
    assert mine.get(url(activity, "files/")).status_code == 403
    page.post(url(activity, f"files/{file.public_id}/"), {"only": "the button"})
    assert (opened(mine, file), opened(page, file)) == (404, 404)
    assert [entry.act for entry in LedgerEntry.objects.order_by("id")][-1] == "take_file_out"


def test_what_is_taken_off_is_destroyed(house, django_capture_on_commit_callbacks):
    activity, clerk, _ = make.published()
    file = services.enclose_file(activity=activity, file=paper(), by=clerk, at=AT)
    lies = Path(path_of(file))
    assert lies.exists()

    with django_capture_on_commit_callbacks(execute=True):
        services.take_file_out(activity=activity, file=file, by=clerk, at=AT)

    assert (lies.exists(), StoredFile.objects.count()) == (False, 0)


def test_only_who_hosts_it_adds_and_takes_off(house, browser, clock, phone):
    activity, clerk, (one, *_) = make.published()
    file = services.enclose_file(activity=activity, file=paper(), by=clerk, at=AT)
    before = rows()

    for act in (
        lambda by: services.enclose_file(activity=activity, file=paper("x.pdf"), by=by, at=AT),
        lambda by: services.take_file_out(activity=activity, file=file, by=by, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            act(make.worn(one))
    answers = [
        phone(one).post(url(activity, "files/"), {"file": SimpleUploadedFile("x.pdf", PAGES)}).status_code,
        phone(one).post(url(activity, f"files/{file.public_id}/"), {"only": "the button"}).status_code,
    ]

    assert answers == [403, 403]
    assert rows() == before


def test_a_file_of_another_activity_is_not_taken_off_here(house, browser, clock):
    activity, clerk, _ = make.published()
    other, *_ = make.published(sector=activity.hosts.get().sector, by=clerk)
    file = services.enclose_file(activity=other, file=paper(), by=clerk, at=AT)
    before = rows()

    with pytest.raises(Refused, match="已经拿掉了"):
        services.take_file_out(activity=activity, file=file, by=clerk, at=AT)
    answer = browser(clerk.user_id).post(url(activity, f"files/{file.public_id}/"), {"only": "the button"})

    assert answer.status_code == 404
    assert rows() == before


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("empty.pdf", b"", "empty"), ("材料.pdf", b"MZ\x90\x00 program", "bad_type"),
     ("页面.html", b"<html><script>1</script></html>", "bad_type")],
)  # fmt: skip
def test_what_is_no_paper_and_no_picture_is_refused(house, name, content, code):
    activity, clerk, _ = make.published()
    before = rows()

    with pytest.raises(Refused) as refused:
        services.enclose_file(activity=activity, file=paper(name, content), by=clerk, at=AT)

    assert refused.value.code == code
    assert rows() == before


def test_no_more_than_its_bounds_and_nothing_once_it_is_cancelled(house, monkeypatch, settings):
    activity, clerk, _ = make.published()
    monkeypatch.setattr(enclosing, "MOST_FILES", 1)
    settings.MAX_UPLOAD_BYTES = 100
    codes = []

    def refused(file):
        before = rows()
        with pytest.raises(Refused) as refusal:
            services.enclose_file(activity=activity, file=file, by=clerk, at=AT)
        assert rows() == before
        codes.append(refusal.value.code)

    refused(paper(content=PAGES + b"x" * 100))
    services.enclose_file(activity=activity, file=paper(), by=clerk, at=AT)
    refused(paper())
    services.cancel_activity(activity=activity, reason="场地有变", by=plan.seat(), at=AT)
    refused(paper())

    assert codes == ["too_large", "too_many", "cancelled"]


def joined(activity, member, at=AT):
    return services.sign_up(activity=activity, membership=member, by=make.worn(member), at=at)


def enclosed(activity, clerk, *names, at):
    for name in names:
        content = PICTURE if name.endswith(".jpg") else PAGES
        services.enclose_file(activity=activity, file=paper(name, content), by=clerk, at=at)


def told():
    """Return what was told of papers: the text, and who got it."""
    rows = Message.objects.filter(key__contains=":files:").order_by("id")
    return [(each.text, sorted(each.recipients.values_list("person_id", flat=True))) for each in rows]


def test_who_is_signed_up_hears_of_new_papers_together_and_asks_for_no_receipt(house):
    activity, clerk, (one, two, _) = make.published()
    joined(activity, one)
    joined(activity, two)
    enclosed(activity, clerk, "讲义.pdf", "合影.jpg", "书目.pdf", at=make.moment(2))

    early = enclosing.tell_of_files(at=make.moment(2, minute=30))
    hourly = [enclosing.tell_of_files(at=make.moment(2, hour)) for hour in (10, 11)]

    assert (early, hourly) == (0, [1, 0])
    assert told() == [
        (
            "视察老旧小区改造（2026年12月10日上午9:00）新加了材料：《讲义.pdf》《书目.pdf》。在活动页上可以打开。",
            sorted([one.person_id, two.person_id]),
        )
    ]
    assert Message.objects.get(key__contains=":files:").wants_receipt is False


def test_once_a_day_at_most_and_of_no_paper_twice(house):
    activity, clerk, (one, *_) = make.published()
    joined(activity, one)
    enclosed(activity, clerk, "讲义.pdf", at=make.moment(2))
    enclosing.tell_of_files(at=make.moment(2, 10))
    enclosed(activity, clerk, "书目.pdf", at=make.moment(2, 11))

    counted = [enclosing.tell_of_files(at=make.moment(day, 13)) for day in (2, 3, 4)]

    assert counted == [0, 1, 0]
    assert ["讲义" in text for text, _ in told()] == [True, False]


@pytest.mark.parametrize("case", ["nobody", "joined later", "withdrew", "only a picture", "over", "cancelled"])
def test_nobody_is_told_without_need(house, case):
    activity, clerk, (one, *_) = make.published()
    signup = None if case in ("nobody", "joined later") else joined(activity, one)
    enclosed(activity, clerk, "合影.jpg" if case == "only a picture" else "讲义.pdf", at=make.moment(2))
    if case == "joined later":
        joined(activity, one, at=make.moment(2, 10))
    if case == "withdrew":
        services.withdraw_signup(signup=signup, by=make.worn(one), at=make.moment(2, 10))
    if case == "cancelled":
        services.cancel_activity(activity=activity, reason="场地有变", by=plan.seat(), at=make.moment(2, 10))
    before = Message.objects.count()

    assert enclosing.tell_of_files(at=make.moment(11 if case == "over" else 3)) == 0
    assert Message.objects.count() == before
