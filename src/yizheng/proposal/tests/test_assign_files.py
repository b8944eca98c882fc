"""Lists go out and come back, sealed scans are matched by name and confirmed (office-practice 19)."""

import datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yizheng.intake.models import ImportBatch
from yizheng.kernel.models import LedgerEntry
from yizheng.org.models import UnitAlias
from yizheng.proposal.enums import HandlingState, ReplyState
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.enums import ShareRole as R
from yizheng.proposal.importing import assignment_sheet
from yizheng.proposal.models import Reply
from yizheng.proposal.papers.assignment import assignment_list, receipts
from yizheng.proposal.tests import factories as make

HEADER = ("编号", "单位", "案由", "签收日期", "面商日期", "答复文号", "答复日期", "类别", "签发人")
FILES = "/yunxi/assignment/files/"


def sheet(*rows, header=HEADER):
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append(list(row))
    kept = BytesIO()
    book.save(kept)
    return SimpleUploadedFile("回执表.xlsx", kept.getvalue())


def pdf(name):
    return SimpleUploadedFile(name, f"%PDF-1.4 {name}".encode())


@pytest.fixture
def housing(house):
    """The handling of one unit on paper, number 1, assigned on 10 March."""
    handling = make.handling(make.proposal(S.ASSIGNED), make.UnitFactory(name="区住房和城乡建设局"), on_paper=True)
    UnitAlias.objects.create(unit=handling.unit, text="区住建局", valid_from=make.FROM)
    return handling


def read_back(page, upload):
    return page.post(f"{FILES}sheet/", {"file": upload})


def confirm(page, answer):
    return page.post(f"{answer.url}confirm/", {"edition": ImportBatch.objects.get().edition})


def test_the_list_shows_the_units_by_their_way_of_handling(house, now):
    proposal = make.proposal(S.ASSIGNED)
    for order, (name, role) in enumerate((("区住建局", R.HOST), ("区财政局", R.CO), ("区资规局", R.CO)), start=1):
        make.handling(proposal, make.UnitFactory(name=name), role, order=order)

    table = assignment_list(make.assigner(), {})

    assert [column.title for column in table.columns] == ["编号", "案由", "提案人", "主办", "会办", "分办", "期限"]
    number, title, name = proposal.number, proposal.title, proposal.proposer_name
    assert table.rows == ((number, title, name, "区住建局", "区财政局、区资规局", "", "2026-06-10"),)


def test_a_filled_receipt_signs_records_the_talk_and_notes_the_reply(housing, browser):
    page = browser(make.assigner())
    row = ("第001号", "区住建局", "", "2026-03-11", "2026年3月12日", "云建函〔2026〕8号", "2026.3.13", "A", "贺建平")

    answer = read_back(page, sheet(row))
    assert (
        "签收 2026-03-11；面商 2026-03-12；答复 A类 云建函〔2026〕8号 2026-03-13"
        in page.get(answer.url).content.decode()
    )
    assert LedgerEntry.objects.filter(kind="handling").count() == 0
    confirm(page, answer)

    housing.refresh_from_db()
    assert (housing.state, housing.signed_on, housing.contacted_on) == (
        HandlingState.CONTACTED, datetime.date(2026, 3, 11), datetime.date(2026, 3, 12),
    )  # fmt: skip
    reply = Reply.objects.get()
    assert (reply.state, reply.class_mark, reply.doc_no, reply.signed_by_name, reply.signed_on) == (
        "draft", "A", "云建函〔2026〕8号", "贺建平", datetime.date(2026, 3, 13),
    )  # fmt: skip
    assert set(LedgerEntry.objects.filter(kind="handling").values_list("source", flat=True)) == {"import"}


def test_what_went_out_unfilled_comes_back_as_nothing_to_do(housing, browser, now):
    table = receipts(make.assigner(), {})
    page = browser(make.assigner())

    answer = read_back(page, sheet(*table.rows, header=tuple(column.title for column in table.columns)))

    assert "没有可以记的内容" in page.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("答复", "区住建局", "", "2026-03-11"), "编号看不出是哪件提案，请写成 第058号。"),
        (("第001号", "区城管局", "", "2026-03-11"), "第001号没有交给“区城管局”，请核对单位名称。"),
        (("第099号", "区住建局", "", "2026-03-11"), "第099号没有交给“区住建局”，请核对单位名称。"),
        (("第001号", "区住建局", "", "三月"), "签收日期“三月”不是日期，请写成 2026-03-12。"),
        (("第001号", "区住建局", "", "2026-05-11"), "签收日期2026-05-11还没有到，请核对。"),
        (("第001号", "区住建局", "", "", "", "8号", "2026-03-13", "Z", "贺"), "类别要填A、B、C、D中的一个。"),
        (("第001号", "区住建局", "", "", "", "8号", "", "A", ""), "填了答复，还要填答复日期和签发人。"),
    ],
)
def test_a_row_with_an_error_is_told_and_nothing_is_written(housing, browser, row, problem):
    page = browser(make.assigner())

    answer = read_back(page, sheet(row))

    text = page.get(answer.url).content.decode()
    assert problem in text
    assert "确认 " not in text
    assert confirm(page, answer).status_code == 409
    housing.refresh_from_db()
    assert (housing.state, Reply.objects.count()) == ("assigned", 0)


def test_a_row_the_rules_refuse_is_told_and_the_others_are_written(housing, browser):
    other = make.handling(make.proposal(S.ASSIGNED), make.UnitFactory(name="区财政局"))
    page = browser(make.assigner())
    answer = read_back(page, sheet(("1号", "区住建局", "", "2026-03-09"), ("2号", "区财政局", "", "2026-03-11")))

    done = confirm(page, answer)

    text = page.get(done.url).content.decode()
    assert "已记下1条，1条没有记上" in text
    assert "签收日期2026-03-09早于交办日期，请核对。" in text
    housing.refresh_from_db()
    other.refresh_from_db()
    assert (housing.state, other.state, other.signed_on) == ("assigned", "signed", datetime.date(2026, 3, 11))


def test_a_file_that_is_no_list_says_why(housing, browser):
    page = browser(make.assigner())

    answer = read_back(page, sheet(("甲", "乙"), header=("姓名", "电话")))

    assert "表里没有“编号”和“单位”两列。请用导出的回执表填。" in page.get(answer.url).content.decode()


def test_the_folder_of_scans_shows_what_matches_and_confirms_all(housing, browser):
    issued = make.handling(make.proposal(S.REPLIED), make.UnitFactory(name="区财政局"), state=HandlingState.ISSUED)
    make.reply(issued)
    page = browser(make.clerk())
    uploads = [pdf("第０02号 区财政局.pdf"), pdf("001 区住建局.pdf"), pdf("说明.pdf")]

    answer = page.post(f"{FILES}scans/", {"scans": uploads})
    text = page.get(answer.url).content.decode()
    for words in (
        "002号 区财政局（单独）", "附上盖章件", "还不知道类别和签发人", "文件名里没有提案号", "3 份，1 份没有问题",
    ):  # fmt: skip
        assert words in text
    confirm(page, answer)

    reply = Reply.objects.get(handling=issued)
    assert reply.sealed_scan.name == "第０02号 区财政局.pdf"
    assert (reply.sealed_scan.kind, reply.sealed_scan.object_id) == ("reply", reply.pk)


def test_a_scan_issues_the_reply_that_the_receipt_noted(housing, browser):
    page = browser(make.assigner())
    row = ("第001号", "区住建局", "", "2026-03-11", "2026-03-12", "云建函〔2026〕8号", "2026-03-13", "A", "贺建平")
    confirm(page, read_back(page, sheet(row)))
    ImportBatch.objects.all().delete()

    answer = page.post(f"{FILES}scans/", {"scans": [pdf("第001号-单独.pdf")]})
    assert "签发答复，附上盖章件" in page.get(answer.url).content.decode()
    confirm(page, answer)

    housing.refresh_from_db()
    reply = Reply.objects.get()
    assert (housing.state, reply.state, reply.signed_by_name) == ("issued", ReplyState.ISSUED, "贺建平")
    assert reply.sealed_scan is not None
    assert housing.proposal.feedback.count() == 1


def test_what_was_read_can_be_given_up(housing, browser):
    page = browser(make.assigner())
    answer = read_back(page, sheet(("第001号", "区住建局", "", "2026-03-11")))

    page.post(f"{answer.url}discard/")

    assert confirm(page, answer).status_code == 409
    housing.refresh_from_db()
    assert housing.state == "assigned"


def test_no_file_is_said_and_units_cannot_read_back(housing, browser):
    page = browser(make.assigner())
    assert "请选文件，可以一次选许多个。" in page.post(f"{FILES}scans/", {}).content.decode()
    assert "请选一个文件。" in page.post(f"{FILES}sheet/", {}).content.decode()

    unit = browser(make.as_unit(housing.unit))

    assert unit.post(f"{FILES}sheet/", {"file": sheet()}).status_code == 403
    assert ImportBatch.objects.count() == 0


def test_an_assigner_of_one_side_reads_back_that_side_only(housing, browser):
    page = browser(make.assigner(side=1))

    answer = read_back(page, sheet(("第001号", "区住建局", "", "2026-03-11")))

    assert "第001号没有交给“区住建局”" in page.get(answer.url).content.decode()


def test_a_row_knows_whether_it_says_anything():
    row = assignment_sheet.SheetRow(2, "第001号", "区住建局")
    assert row.says_nothing()

    row.doc_no = "8号"

    assert not row.says_nothing()
