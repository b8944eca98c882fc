"""Invented values for the catalogue: every component in every state."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator

from . import icons
from .shapes import (
    Cell,
    Change,
    Column,
    Crumb,
    Figure,
    FileRow,
    Lane,
    LightColour,
    Meaning,
    RemovedLine,
    Segment,
    Step,
    Tab,
    TaskCard,
    ThreadBox,
    TimelineEntry,
    TodoLine,
)

HERE = "/ui/"
GROUNDS = [
    "paper",
    "surface",
    "sunken",
    "hover",
    "accent",
    "accent-wash",
    "ok-wash",
    "ok-fill",
    "busy-wash",
    "busy-fill",
    "warn-wash",
    "warn-fill",
    "late-wash",
    "late-fill",
    "over-wash",
    "over-fill",
    "ink",
    "line",
]
LONG_NAME = "关于进一步完善居家社区机构相协调、医养康养相结合的养老服务体系并推动社区食堂可持续运营的建议"


class ReportForm(forms.Form):
    """A form with every kind of control."""

    title = forms.CharField(label="任务内容", max_length=60)
    month = forms.ChoiceField(label="完成月份", choices=[(str(n), f"{n}月") for n in range(1, 13)])
    due = forms.DateField(
        label="最迟日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="不填按当月最后一个工作日",
    )
    report = forms.CharField(
        label="完成情况", widget=forms.Textarea(attrs={"rows": 4}), help_text="一两句话即可，可写“见九月协商会会议记录”"
    )
    outcome = forms.ChoiceField(
        label="结果", widget=forms.RadioSelect, choices=[("done", "已完成"), ("part", "部分完成"), ("late", "需要延期")]
    )
    bodies = forms.MultipleChoiceField(
        label="配合部门",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("tian", "提案和委员工作委员会"), ("jk", "经济和科技委员会"), ("cx", "城乡建设委员会")],
    )
    proof = forms.FileField(label="完成依据", required=False, help_text="纪要、签到表、报告均可，20 MB 以内")
    told = forms.BooleanField(label="已同分管领导报告", required=False)


def specimens() -> dict[str, Any]:
    """Return what the catalogue page draws."""
    return {**_marks(), **_work(), **_courses(), **_lists(), **_forms()}


def _marks() -> dict[str, Any]:
    words = dict(zip(Meaning, ("未启动", "已销号", "进行中", "待核对", "延期", "逾期", "重点提案"), strict=True))
    lights = dict(
        zip(
            LightColour,
            ("还有 9 个工作日", "还有 3 个工作日", "今天", "逾期 2 天", "已办结", "未定期限"),
            strict=True,
        )
    )
    return {
        "chips": [(word, meaning.value) for meaning, word in words.items()],
        "lights": [(colour.value, said) for colour, said in lights.items()],
        "due": date(2026, 11, 20),
        "due_lines": ["2月6日交办，次日起 3 个月，至5月6日（工作日，不顺延）。"],
        "icon_names": sorted(icons.names()),
        "grounds": GROUNDS,
        "files": [
            FileRow("任务分解表.docx", HERE, "word", "42 KB"),
            FileRow("任务分解表.xlsx", HERE, "sheet", "18 KB"),
            FileRow("2026年工作要点.pdf", HERE, "pdf", "310 KB"),
            FileRow(f"{LONG_NAME}.txt", HERE, "", "3 KB"),
        ],
    }


def _work() -> dict[str, Any]:
    return {
        "todos": [
            TodoLine(
                "催办", "第061号提案 社区食堂，区商务局未签收", HERE, "逾期 2 天", "red", "提案 · 主办 区商务局", "催办"
            ),
            TodoLine("核对", "九月专题协商会任务的完成依据", HERE, "今天", "orange", "要点 第5项 · 经科委", "查看依据"),
            TodoLine(
                "批假",
                "常委会议请假 2 人，公务与病假",
                HERE,
                "还有 3 个工作日",
                "yellow",
                "会议 · 三届八次常委会",
                "审批",
            ),
            TodoLine("回头看", LONG_NAME, HERE, "还有 9 个工作日", "green", "承诺 · 4 个单位", "安排"),
        ],
        "handheld_todos": [
            TodoLine("", "评价第058号提案的答复", HERE, "还有 4 个工作日", "yellow", "", "去评"),
            TodoLine("", "李委员请您联名", HERE, "还有 9 个工作日", "green", "关于社区食堂的建议", "看看"),
        ],
        "segments": [
            Segment(20, "已销号", "ok", HERE),
            Segment(7, "进行中", "busy", HERE),
            Segment(2, "延期", "late", HERE),
            Segment(6, "未启动", "neutral", HERE),
        ],
        "figures": [
            Figure(142, "收到提案", HERE, "件"),
            Figure("83.8", "立案率", "", "%", "119/142"),
            Figure(2, "逾期未答复", HERE, "件", meaning="over"),
            Figure("11/12", "到会半天"),
        ],
        "lanes": _lanes(),
    }


def _lanes() -> list[Lane]:
    return [
        Lane(
            "9",
            "9月",
            [
                TaskCard(
                    "a",
                    "召开养老服务专题协商会",
                    HERE,
                    "已销号",
                    "ok",
                    "王副主席 · 经济和科技委员会",
                    lane="9",
                    move_url=HERE,
                ),
                TaskCard(
                    "b", LONG_NAME, HERE, "待核对", "warn", "李副主席 · 提案和委员工作委员会", lane="9", move_url=HERE
                ),
            ],
            "2 项",
        ),
        Lane(
            "10",
            "10月",
            [
                TaskCard(
                    "c",
                    "开展“委员活动月”",
                    HERE,
                    "延期",
                    "late",
                    "各副主席 · 各专委会",
                    "red",
                    "逾期 22 天",
                    lane="10",
                    move_url=HERE,
                )
            ],
            "1 项",
        ),
        Lane(
            "11",
            "11月",
            [
                TaskCard(
                    "d",
                    "召开三届八次常委会议",
                    HERE,
                    "进行中",
                    "busy",
                    "主席 · 办公室",
                    "yellow",
                    "本月",
                    lane="11",
                    move_url=HERE,
                ),
                TaskCard(
                    "e", "编印《社情民意》第31期", HERE, who="秘书长 · 研究室", note="每月", lane="11", move_url=HERE
                ),
            ],
            "2 项",
            now=True,
        ),
        Lane("12", "12月", [], "0 项"),
    ]


def _courses() -> dict[str, Any]:
    shanghai = ZoneInfo("Asia/Shanghai")
    return {
        "boxes": [
            ThreadBox("要点 第5项", "专题协商：养老服务", HERE),
            ThreadBox("8月 视察", "2 次活动，41 人到会", HERE),
            ThreadBox("九月任务", "专题协商会", here=True),
            ThreadBox("协商专报", "6 条建议已送区委区政府", HERE),
            ThreadBox("承诺", "1 条 12月底前落地", open=True),
        ],
        "many_boxes": [ThreadBox(f"第{n}次活动", "视察养老机构", HERE) for n in range(1, 9)],
        "entries": [
            TimelineEntry(
                "退回",
                "周明远",
                datetime(2026, 9, 30, 9, 5, tzinfo=shanghai),
                "办公室",
                reason="缺协商会签到表",
                state="待补正",
                meaning="warn",
            ),
            TimelineEntry(
                "审签",
                "王思齐",
                datetime(2026, 9, 28, 15, 0, tzinfo=shanghai),
                "副主席",
                "纸质代录",
                "周明远",
                state="已审签",
                meaning="ok",
            ),
            TimelineEntry(
                "报完成", "许文", datetime(2026, 9, 26, 10, 20, tzinfo=shanghai), "经科委", text="见九月协商会会议记录"
            ),
        ],
        "steps": [
            Step("提交", "1月12日", "done"),
            Step("立案", "1月20日", "done"),
            Step("交办", "2月6日", "done"),
            Step("答复", "4月28日", "done"),
            Step("反馈", "还有 4 个工作日", "now"),
            Step("跟踪落实", "2 项承诺", "next"),
        ],
        "crumbs": [Crumb("要点与任务", HERE), Crumb("2026年", HERE), Crumb("第5项")],
        "tabs": [Tab("全部", HERE, True, 35), Tab("逾期", HERE, count=2), Tab("已销号", HERE, count=20)],
        "views": [Tab("按月份", HERE, True), Tab("按领导", HERE), Tab("按部门", HERE)],
    }


def _lists() -> dict[str, Any]:
    return {
        "columns": [Column("月份"), Column("任务"), Column("牵头领导"), Column("责任部门"), Column("状态")],
        "rows": [
            ["3月", Cell("召开三届五次常委会议", HERE), "主席", "办公室", Cell("已销号", meaning="ok")],
            ["9月", Cell("养老服务专题协商会", HERE), "王副主席", "经济和科技委员会", Cell("待核对", meaning="warn")],
            ["10月", Cell("委员活动月", HERE), "各副主席", "各专委会", Cell("延期", meaning="late")],
        ],
        "changes": [Change("月份", "9月", "10月"), Change("牵头领导", "", "王副主席")],
        "removed": [
            RemovedLine(1, "当前位置：首页 > 政务公开 > 文件", "网页导航"),
            RemovedLine(48, "— 3 —", "页码"),
        ],
        "page_of_list": Paginator(range(412), 20).page(7),
    }


def _forms() -> dict[str, Any]:
    wrong = ReportForm({"title": LONG_NAME * 2, "due": "2026-02-30", "told": "on"})
    wrong.add_error(None, "该任务已于9月30日由李明退回，请刷新后查看。")
    return {
        "form": ReportForm(initial={"title": "养老服务专题协商会", "month": "9"}, prefix="ok"),
        "wrong": wrong,
    }
