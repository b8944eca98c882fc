"""Lists, courses and work: what is drawn and what is left out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from yizheng.ui.shapes import (
    Cell,
    Column,
    Lane,
    Segment,
    Step,
    TaskCard,
    ThreadBox,
    TimelineEntry,
    TodoLine,
)
from yizheng.ui.tags.work import progress_bar


def draw(text: str, **values: object) -> str:
    return Template("{% load ui %}" + text).render(Context(values))


def test_a_todo_row_says_when_what_and_what_to_do():
    todo = TodoLine("催办", "第061号提案", "/x/", "逾期 2 天", "red", "主办 区商务局", "催办")

    drawn = draw("{% todo_row todo %}", todo=todo)

    assert "chip-over" in drawn
    assert "<b>催办</b>第061号提案" in drawn
    assert '<a class="btn todo-do" href="/x/">催办<span class="visually-hidden">：第061号提案</span></a>' in drawn


def test_the_parts_of_a_bar_fill_it_exactly():
    spans = progress_bar([Segment(1, "已销号"), Segment(1, "进行中"), Segment(1, "未启动")])["spans"]

    assert [(span.x, span.width) for span in spans] == [(0, 333), (333, 333), (666, 334)]


def test_a_bar_of_nothing_is_empty():
    assert progress_bar([Segment(0, "已销号")])["spans"] == []


def test_every_number_under_a_bar_opens_its_list():
    drawn = draw("{% progress_bar parts %}", parts=[Segment(2, "延期", "late", "/late/")])

    assert '<a class="late-text" href="/late/">2 项延期</a>' in drawn


def test_open_ends_of_a_thread_are_dashed_and_said():
    drawn = draw(
        "{% thread boxes %}", boxes=[ThreadBox("要点", "协商", here=True), ThreadBox("承诺", "1 条", open=True)]
    )

    assert 'thread-here" aria-current="true"' in drawn
    assert "thread-open" in drawn
    assert "（还没有了结）" in drawn


def test_a_timeline_names_who_entered_a_paper_act():
    at = datetime(2026, 9, 28, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    entry = TimelineEntry("审签", "王思齐", at, "副主席", "纸质代录", "周明远")

    drawn = draw("{% timeline entries %}", entries=[entry])

    assert "王思齐（副主席）" in drawn
    assert "纸质代录" in drawn
    assert "由 周明远 代为录入" in drawn
    assert "9月28日 15:00" in drawn


def test_the_step_where_it_stands_is_announced():
    drawn = draw("{% steps steps %}", steps=[Step("交办", "2月6日", "done"), Step("答复", state="now")])

    assert drawn.count('aria-current="step"') == 1
    assert "（已完成）" in drawn


def test_cells_carry_their_column_for_the_phone():
    drawn = draw(
        '{% table columns rows "任务" %}',
        columns=[Column("月份"), Column("状态")],
        rows=[["9月", Cell("已销号", meaning="ok")]],
    )

    assert '<td data-label="月份">9月</td>' in drawn
    assert '<td data-label="状态"><span class="chip chip-ok">' in drawn


def test_a_table_without_rows_says_so():
    assert "还没有任务" in draw('{% table columns rows "任务" empty="还没有任务" %}', columns=[Column("月份")], rows=[])


def test_pages_keep_the_other_filters():
    request = RequestFactory().get("/", {"page": "2", "month": "9"})
    page = Paginator(range(100), 10).page(2)

    drawn = draw("{% pagination page %}", page=page, request=request)

    assert 'href="?month=9&amp;page=3"' in drawn
    assert "page=2&" not in drawn


def test_a_card_that_may_move_has_a_form_for_the_keyboard():
    card = TaskCard("a", "协商会", "/x/", move_url="/move/", lane="9")

    drawn = draw("{% board lanes %}", lanes=[Lane("9", "9月", [card]), Lane("10", "10月")])

    assert 'action="/move/"' in drawn
    assert '<option value="9" selected>9月</option><option value="10">10月</option>' in drawn
    assert 'name="act_key"' in drawn
    assert "这里没有任务" in drawn


def test_a_card_that_must_stay_has_no_form():
    drawn = draw("{% board lanes %}", lanes=[Lane("9", "9月", [TaskCard("a", "协商会", "/x/")])])

    assert "<form" not in drawn
    assert "data-movable" not in drawn
