"""Many papers in one zip: for who asked, in the hat they asked in, with what they may see, for seven days."""

from __future__ import annotations

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.attachment.models import StoredFile
from yizheng.attachment.queries import path_of
from yizheng.kernel import quarantine, tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal.enums import HandlingState, ProposalState, ReplyState
from yizheng.proposal.exporting import put_together
from yizheng.proposal.filters import ProposalFilter
from yizheng.proposal.models import ExportRun
from yizheng.proposal.models.exports import ExportKind
from yizheng.proposal.services.exporting import ask_for_export, drop_old
from yizheng.proposal.subjects.exporting import copies_of

from . import factories as make

S = ProposalState
PAGE = "/yunxi/proposals/exports/"
NOW = make.moment()


@pytest.fixture
def answered(house, now):
    """Two answered proposals of two units, and one whose reply is a draft."""
    made = []
    for title, unit in (("关于学位的建议", "云溪区教育局"), ("关于电梯的建议", "云溪区住建局")):
        proposal = make.proposal(S.REPLIED, title=title)
        make.reply(make.handling(proposal, make.UnitFactory(name=unit), state=HandlingState.ISSUED))
        made.append(proposal)
    drafted = make.proposal(S.HANDLING, title="关于养老的建议")
    make.reply(make.handling(drafted, make.UnitFactory(name="云溪区民政局")), state=ReplyState.DRAFT)
    return made


def _asked(actor, kind=ExportKind.LETTERS, **wanted):
    return ask_for_export(kind=kind, wanted=ProposalFilter(**wanted), by=actor, at=NOW)


def _made(run):
    put_together(committee_id=tenancy.current().committee_id, run_id=run.pk)
    return ExportRun.objects.select_related("file").get(pk=run.pk)


def _zip(run):
    return ZipFile(io.BytesIO(path_of(run.file).read_bytes()))


def test_reply_letters_leave_as_word_in_one_zip(answered, browser):
    clerk = make.clerk()

    run = _made(_asked(clerk))

    assert (run.state, run.done, run.total) == ("ready", 2, 2)
    assert run.holds == sorted(each.pk for each in answered)
    book = _zip(run)
    assert book.namelist() == ["第001号-云溪区教育局答复.docx", "第002号-云溪区住建局答复.docx"]
    letter = Document(io.BytesIO(book.read("第001号-云溪区教育局答复.docx")))
    assert any("感谢您的提案" in each.text for each in letter.paragraphs)
    page = browser(clerk).get(PAGE).content.decode()
    assert "可以下载" in page
    assert f"/files/{run.file.public_id}/" in page


def test_the_list_is_narrowed_as_on_the_page(answered):
    run = _made(_asked(make.clerk(), q="学位"))

    assert _zip(run).namelist() == ["第001号-云溪区教育局答复.docx"]


def test_every_unit_gets_its_own_list(answered):
    book = _zip(_made(_asked(make.clerk(), ExportKind.UNITS)))

    assert sorted(book.namelist()) == ["云溪区住建局.xlsx", "云溪区教育局.xlsx", "云溪区民政局.xlsx"]
    sheet = load_workbook(io.BytesIO(book.read("云溪区教育局.xlsx"))).worksheets[0]
    texts = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "关于学位的建议" in texts
    assert "关于电梯的建议" not in texts


def test_texts_of_proposals_leave_as_word(answered):
    names = _zip(_made(_asked(make.clerk(), ExportKind.TEXTS))).namelist()

    assert names == ["第001号-关于学位的建议.docx", "第002号-关于电梯的建议.docx", "第003号-关于养老的建议.docx"]


def test_only_the_asker_fetches_and_only_in_the_hat_they_asked_in(answered, browser):
    clerk = make.clerk()
    run = _made(_asked(clerk))
    url = f"/yunxi/files/{run.file.public_id}/"

    assert browser(clerk).get(url).status_code == 200
    other = browser(make.clerk("高屹"))
    assert other.get(url).status_code == 404
    assert "还没有导出过" in other.get(PAGE).content.decode()
    RoleGrant.objects.filter(pk=clerk.hat.grant_id).update(valid_to=NOW.date())
    RoleGrant.objects.create(
        user_id=clerk.user_id, role=Role.SECRETARY_GENERAL, label="秘书长", valid_from="2020-01-01"
    )
    assert browser(clerk).get(url).status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICE_CLERK, Role.OBSERVER])
def test_roles_without_export_do_not_ask(answered, browser, role):
    actor = make.as_role(role)

    with pytest.raises(PermissionDenied):
        _asked(actor)
    assert browser(actor).get(PAGE).status_code == 403
    assert browser(make.as_unit(make.UnitFactory())).post(PAGE, {"kind": "letters"}).status_code == 403
    assert not ExportRun.objects.exists()


@pytest.mark.parametrize("role", [Role.PROPOSAL_CLERK, Role.LEADER])
@pytest.mark.parametrize("kind", [ExportKind.LETTERS, ExportKind.TEXTS])
def test_what_is_sealed_away_meanwhile_is_not_in_the_zip(answered, role, kind):
    run = _asked(make.as_role(role), kind, q="建议", group="answered")
    security = make.as_role(Role.SECURITY_ADMIN, name="安全员")
    quarantine.quarantine(subject=answered[0], reason="误传", by=security, at=NOW)

    made = _made(run)

    (name,) = _zip(made).namelist()
    assert name.startswith("第002号-")
    assert made.holds == [answered[1].pk]


def test_a_hat_that_was_taken_off_gets_nothing(answered):
    clerk = make.clerk()
    run = _asked(clerk)
    RoleGrant.objects.filter(pk=clerk.hat.grant_id).update(valid_to=NOW.date())

    made = _made(run)

    assert (made.state, made.file) == ("failed", None)
    assert "身份已经停用" in made.failure
    assert not StoredFile.objects.exists()


def test_one_export_at_a_time_and_never_of_nothing(answered):
    clerk = make.clerk()
    with pytest.raises(Refused) as nothing:
        _asked(clerk, q="没有这样的")
    assert nothing.value.code == "nothing"
    assert not ExportRun.objects.exists()
    first = _asked(clerk)

    with pytest.raises(Refused) as refusal:
        _asked(clerk)

    assert refusal.value.code == "one_waiting"
    assert list(ExportRun.objects.all()) == [first]


def test_an_export_that_hangs_is_given_up_after_an_hour(answered):
    clerk = make.clerk()
    hanging = _asked(clerk)

    ask_for_export(kind=ExportKind.TEXTS, wanted=ProposalFilter(), by=clerk, at=NOW + timedelta(hours=2))

    hanging.refresh_from_db()
    assert hanging.state == "failed"
    assert "一个小时" in hanging.failure


def test_too_many_are_refused(answered, monkeypatch):
    monkeypatch.setattr("yizheng.proposal.services.exporting.MOST_FILES", 1)

    with pytest.raises(Refused) as refusal:
        _asked(make.clerk())

    assert refusal.value.code == "too_many"
    assert not ExportRun.objects.exists()
    assert not LedgerEntry.objects.filter(act="ask_for_export").exists()


def test_a_job_that_comes_twice_makes_one_zip(answered):
    run = _made(_asked(make.clerk()))

    again = _made(run)

    assert again.file == run.file
    assert StoredFile.objects.count() == 1
    assert LedgerEntry.objects.filter(act="finish_export").count() == 1


def test_the_page_takes_an_export_and_says_that_it_waits(answered, browser):
    client = browser(make.clerk())

    client.post(f"{PAGE}?group=answered", {"kind": "letters"})
    page = client.get(PAGE).content.decode()

    assert "已整理 0%" in page
    assert ExportRun.objects.get().query == "group=answered"
    assert "您有一份导出正在整理" in client.post(PAGE, {"kind": "units"}).content.decode()
    assert client.post(PAGE, {"kind": "everything"}).status_code == 200
    assert ExportRun.objects.count() == 1


def test_old_exports_are_destroyed_with_their_bytes(answered):
    run = _made(_asked(make.clerk()))
    path = path_of(run.file)

    assert drop_old(at=NOW + timedelta(days=6)) == 0
    assert path.exists()
    assert drop_old(at=NOW + timedelta(days=8)) == 1

    assert not ExportRun.objects.exists()
    assert not StoredFile.objects.exists()
    assert LedgerEntry.objects.filter(act="drop_export").count() == 1


def test_a_zip_counts_among_the_copies_of_what_it_holds(answered):
    run = _made(_asked(make.clerk(), q="学位"))

    assert [part.row for part in copies_of("proposal", answered[0].pk, "")] == [run.file]
    assert list(copies_of("proposal", answered[1].pk, "")) == []


def test_the_page_asks_the_database_the_same_however_many_exports_there_are(answered, browser):
    clerk = make.clerk()
    _made(_asked(clerk))
    client = browser(clerk)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for q in ("学位", "电梯"):
        _made(_asked(clerk, q=q))
    with CaptureQueriesContext(connection) as three:
        client.get(PAGE)

    assert len(three) == len(one) <= 12
    assert timezone.localdate() == NOW.date()
