"""The register of 2017 comes in through the pages, and the figures of that year stand (F068)."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from yizheng.intake.models import ImportBatch
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal.figures.year import YearFigures
from yizheng.proposal.models import Feedback, Handling, Proposal, Reply
from yizheng.proposal.tests.factories import as_unit, clerk, moment
from yizheng.proposal.tests.old_register import (
    let_job_read,
    register_of_2017,
    row,
    session_of_2017,
    units,
    verdicts,
    workbook,
)

LIST = "/yunxi/proposals/history/"


def test_a_register_of_142_rows_gives_the_figures_of_its_year(house, browser):
    session_of_2017()
    units()
    actor = clerk()
    client = browser(actor)
    upload = SimpleUploadedFile("2017.xlsx", workbook(register_of_2017()))

    where = client.post(LIST, {"file": upload}).headers["Location"]
    batch = let_job_read(ImportBatch.objects.get())
    page = client.get(where).content.decode()
    assert verdicts(batch) == ["new"] * 142
    assert "关于改善第1处路口通行的建议" in page
    client.post(f"{where}confirm/", {"edition": 1})

    assert "新增 142，更改 0" in client.get(where).content.decode()
    figures = client.get("/yunxi/proposals/figures/?year=2017").content.decode()
    found = YearFigures.read(2017, actor, on=moment().date())
    assert [found.found[code] for code in ("received", "plenary", "filed", "replied")] == [142, 132, 119, 119]
    assert [str(rate.percent) for rate in found.rates[:3]] == ["83.8", "100.0", "100.0"]
    assert found.handling.satisfied == 119
    for words in (">142<", ">132<", ">119<", "83.8%", "100.0%"):
        assert words in figures
    assert Proposal.objects.filter(year=2017, period_kind="plenary").count() == 132
    plenary = client.get("/yunxi/proposals/?year=2017&group=received&period=plenary").content.decode()
    assert "132 件" in plenary

    written = LedgerEntry.objects.filter(source="import")
    assert written.values("act_id").distinct().count() == 1
    assert written.count() == 142 + 119 * 3 == 142 + sum(m.objects.count() for m in (Handling, Reply, Feedback))


def test_the_list_of_imports_is_for_clerks_of_proposals(house, browser):
    unit = browser(as_unit(units()[0]))

    answer = unit.post(LIST, {"file": SimpleUploadedFile("2017.xlsx", workbook([row(1)]))})

    assert answer.status_code == 403
    assert unit.get(LIST).status_code == unit.get(f"{LIST}template/").status_code == 403
    assert not ImportBatch.objects.exists()


def test_a_unit_does_not_find_an_import_by_its_address(house, browser):
    session_of_2017()
    made = units()
    client = browser(clerk())
    where = client.post(LIST, {"file": SimpleUploadedFile("2017.xlsx", workbook([row(1)]))}).headers["Location"]

    stranger = browser(as_unit(made[0]))

    assert stranger.get(where).status_code == 404
    assert stranger.post(f"{where}confirm/", {"edition": 1}).status_code == 404
    assert not Proposal.objects.exists()


def test_the_template_names_every_column(house, browser):
    client = browser(clerk())

    assert "还没有导入过历史提案" in client.get(LIST).content.decode()
    sheet = load_workbook(BytesIO(client.get(f"{LIST}template/").content)).worksheets[0]
    assert [sheet.cell(1, place).value for place in (1, 2, 3)] == ["案由", "年度", "届次"]
    assert sheet.max_column == 28
