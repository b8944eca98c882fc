"""Papers of numbers say what their pages say; the week lists what it counts."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from yizheng.accounts.enums import Role
from yizheng.kernel.papers import BarChart, Group, Paragraphs, registered
from yizheng.proposal.bulletin import Bulletin, Week
from yizheng.proposal.enums import FeedbackState, HandlingState, ProposalState, ShareRole
from yizheng.proposal.figures.year import YearFigures
from yizheng.proposal.papers import reports
from yizheng.proposal.papers.analysis import analysis

from . import factories as make

S = ProposalState
TODAY = date(2026, 3, 16)
BULLETIN = "/yunxi/proposals/figures/bulletin/"
CODES = ("proposal-work-data", "unit-league", "overdue-list", "proposal-bulletin", "proposal-analysis")


@pytest.fixture
def year(house, now):
    """Four proposals of 2026: in review, not filed, assigned and late, answered and rated 不满意."""
    make.proposal(S.SUBMITTED, title="关于停车的建议")
    make.proposal(S.NOT_FILED, title="关于另一事的建议")
    late = make.proposal(S.ASSIGNED, title="关于加装电梯的建议")
    make.handling(late, make.UnitFactory(name="云溪区住建局"), due_on=date(2026, 3, 12))
    answered = make.proposal(S.REPLIED, title="关于学位的建议", replied_on=date(2026, 3, 11))
    done = make.handling(answered, make.UnitFactory(name="云溪区教育局"), state=HandlingState.ISSUED)
    letter = make.reply(done, sent_on=date(2026, 3, 11), due_on=date(2026, 6, 10))
    make.feedback(
        letter, state=FeedbackState.GIVEN, result_rating="not_satisfied", attitude_rating="basic",
        submitted_on=date(2026, 3, 13),
    )  # fmt: skip
    return make.clerk()


def _rows(table):
    return {row[0]: row[1:] for row in table.rows if not isinstance(row, Group)}


def test_the_work_data_are_the_figures_of_the_page(year, browser):
    found = YearFigures.read(2026, year, on=TODAY)

    rows = _rows(reports.work_data(year, {"year": "2026"}))

    for figure in found.shown:
        assert rows[figure.label][0] == str(found.found[figure.code])
    assert rows["收到"][0] == "4"
    assert rows["立案率"] == ("50.0%", "2 ÷ 4；立案 ÷ 收到")
    assert rows["办理满意率"] == ("0.0%", "满意 0/1")
    page = browser(year).get("/yunxi/proposals/figures/?year=2026").content.decode()
    for rate in found.rates[:2]:
        assert f"{rate.percent}%" in page
    assert "proposal-work-data" in page


def test_the_paper_of_units_is_the_table_of_the_page(year, browser):
    table = reports.unit_league(year, {"year": "2026"})
    page = browser(year).get("/yunxi/proposals/figures/units/?year=2026").content.decode()

    assert [row[0] for row in table.rows] == ["云溪区住建局", "云溪区教育局"]
    cells = re.sub(r"<[^>]+>", "\n", page)
    for row in table.rows:
        for text in row:
            assert text in cells


def test_the_paper_of_what_is_late_is_the_list_of_the_page(year, browser):
    (row,) = reports.overdue_list(year, {"year": "2026"}).rows
    page = browser(year).get("/yunxi/proposals/figures/overdue/?year=2026").content.decode()

    assert row[1:3] == ("关于加装电梯的建议", "云溪区住建局")
    assert row[5] in page


def test_the_week_counts_what_it_lists(year, browser):
    found = Bulletin.read(Week.of(date(2026, 3, 10)), year, on=TODAY)

    assert {part.code: part.count for part in found.parts} == {
        "received": 0, "filed": 0, "assigned": 2, "replied": 1, "overdue": 1, "dissatisfied": 1,
    }  # fmt: skip
    page = browser(year).get(f"{BULLETIN}?week=2026-03-10").content.decode()
    assert "2026年3月9日至15日的提案工作" in page
    for words in ("到期没有答复 1 件", "关于加装电梯的建议", "这一周没有收到提案", "评价不满意 1 件"):
        assert words in page
    paper = reports.bulletin(year, {"week": "2026-03-10"})
    groups = [row.title for row in paper.rows if isinstance(row, Group)]
    assert groups == [
        "收到（0）", "立案（0）", "交办（2）", "答复（1）", "到期没有答复（1）", "评价不满意（1）"
    ]  # fmt: skip
    assert paper.subtitle.startswith("2026年3月9日至15日：收到 0，立案 0，交办 2")


def test_a_week_that_is_none_is_the_running_one(year, browser):
    page = browser(year).get(f"{BULLETIN}?week=nonsense").content.decode()

    assert "2026年3月16日至22日" in page
    assert "下一周" not in page


def test_the_week_asks_the_database_the_same_however_much_it_holds(year, browser):
    client = browser(year)
    client.get(BULLETIN)
    with CaptureQueriesContext(connection) as one:
        client.get(f"{BULLETIN}?week=2026-03-10")
    for _ in range(2):
        more = make.proposal(S.ASSIGNED)
        make.handling(more, role=ShareRole.SOLE, due_on=date(2026, 3, 12))
    with CaptureQueriesContext(connection) as three:
        client.get(f"{BULLETIN}?week=2026-03-10")

    assert len(three) == len(one)


def test_the_analysis_says_the_figures_of_the_year(year):
    report = analysis(year, {"year": "2026"})

    words = "".join(line for part in report.parts if isinstance(part, Paragraphs) for line in part.lines)
    assert "2026年收到提案4件，立案2件，立案率50.0%（2/4）。" in words
    assert "其余2件：不予立案1件，仍在审查中1件。" in words
    assert "已交办2件，已办复1件，办复率50.0%（1/2）" in words
    assert "办理满意率0.0%（0/1）" in words
    charts = {part.title: dict(zip(part.labels, part.values, strict=True))
              for part in report.parts if isinstance(part, BarChart)}  # fmt: skip
    assert sum(charts["各类别收到的提案"].values()) == 4
    assert charts["各单位的答复件（按单位次序）"] == {"云溪区住建局": 1, "云溪区教育局": 1}


def test_the_analysis_leaves_as_word_with_pictures_and_as_pdf(year, browser):
    client = browser(year)

    word = client.get("/yunxi/papers/proposal-analysis.docx?year=2026")
    pdf = client.get("/yunxi/papers/proposal-analysis.pdf?year=2026")

    document = Document(io.BytesIO(word.content))
    assert document.paragraphs[0].text == "2026年提案分析报告"
    assert [each._inline.docPr.get("title") for each in document.inline_shapes][:1] == ["各类别收到的提案"]
    assert pdf.content.startswith(b"%PDF")


def test_a_year_without_proposals_has_papers_that_say_so(house, now):
    report = analysis(make.clerk(), {"year": "2011"})

    assert report.parts[0].lines[0] == "2011年收到提案0件，立案0件，立案率无。"


def test_numbers_are_not_for_members_and_units(year, browser):
    assert set(CODES) <= {offer.code for offer in registered()}
    for actor in (make.as_member(make.member()), make.as_unit(make.UnitFactory())):
        client = browser(actor)
        assert client.get(BULLETIN).status_code == 403
        for code in CODES:
            assert client.get(f"/yunxi/papers/{code}.docx?year=2026").status_code == 403


def test_a_committee_clerk_counts_only_what_is_visible_to_them(year):
    body = make.BodyFactory()
    clerk = make.as_role(Role.COMMITTEE_CLERK, scope_kind="body", scope_id=body.pk)

    assert reports.overdue_list(clerk, {"year": "2026"}).rows == ()
    assert _rows(reports.work_data(clerk, {"year": "2026"}))["收到"][0] == "0"
    assert all(not part.lines for part in Bulletin.read(Week.of(date(2026, 3, 10)), clerk, on=TODAY).parts)
