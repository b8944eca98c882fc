"""The forms of the import page: they draw what can be corrected; `corrections` reads and judges it."""

from __future__ import annotations

from typing import Any

from django import forms

from yizheng.plan.enums import SectionKind
from yizheng.plan.importing.draft import Draft, Item, Part, Row, Section, Topic
from yizheng.plan.importing.naming import cell_of
from yizheng.plan.importing.places import node_of, row_of, topic_of
from yizheng.plan.importing.showing import item_choices

MONTHS = [(str(month), f"{month}月") for month in range(1, 13)]
NO_ITEM = ("", "不归到任何一项")


def _words(label: str, *, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, help_text=help_text)


def _text(label: str, rows: int = 6, *, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, widget=widget, help_text=help_text)


def _month(label: str, none: str = "没写月份") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", none), *MONTHS])


class HeadForm(forms.Form):
    """The front of the plan."""

    title = _words("标题")
    year = _words("年份")
    issuing_body = _words("制发机关")
    doc_number = _words("文号")
    adopted_on = forms.CharField(label="通过日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    adopted_meeting = _words("通过的会议")
    preamble = _text("序言")
    remark = _text("备注", 2)


class NoticeForm(forms.Form):
    """The cover notice."""

    title = _words("通知标题")
    by = _words("发通知的机关")
    date = _words("成文日期")
    issued_by = _words("印发机关")
    issued = _words("印发日期")
    copy_to = _text("抄送", 3, help_text="一行一个单位")


class PartForm(forms.Form):
    """A part: plan or review."""

    kind = forms.ChoiceField(label="这是", choices=SectionKind.choices, required=False)
    title = _words("标题")
    year = _words("年份")


class SectionForm(forms.Form):
    """A heading and the text below it."""

    number = _words("序号", help_text="例如：一")
    title = _words("标题")
    text = _text("标题下的文字", 3)


class ItemForm(forms.Form):
    """An item."""

    group = _words("上面的小标题", help_text="没有就空着；几级之间用｜隔开")
    number_raw = _words("序号", help_text="照文件写，例如：7．")
    title = _words("标题")
    text = _text("正文", 8)


class RowForm(forms.Form):
    """A task row."""

    content = _text("工作内容", 2)
    month = _month("月份")
    month_end = _month("到", "只在这一个月")
    all_year = forms.BooleanField(label="全年", required=False)
    leaders = _words("分管领导", help_text="几位之间用顿号隔开")
    departments = _words("责任部门", help_text="几个之间用顿号隔开，牵头的写在最前")
    item = forms.ChoiceField(label="归到要点", required=False)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [NO_ITEM, *items]  # type: ignore[attr-defined]


class TopicForm(forms.Form):
    """A research topic."""

    number = _words("序号")
    title = _words("课题名称")
    lead = _words("牵头领导")
    department = _words("责任部门")
    members = _words("课题组成员", help_text="几位之间用顿号隔开")
    plus_other_members = forms.BooleanField(label="以及有关委员", required=False)
    due_month = _month("完成时间")


def form_for(draft: Draft, node: str, posted: Any = None) -> tuple[str, forms.Form]:
    """
    Return the correction a node's form makes, and the form; `posted` brings typed text back.

    Raises: Refused when the node is gone.
    """
    if node == "head":
        return "edit_head", HeadForm(posted, initial=vars(draft.head))
    if node == "notice":
        return "edit_notice", NoticeForm(posted, initial=_notice(draft))
    if node == "new-row":
        return "add_row", RowForm(posted, items=item_choices(draft))
    return _form_for_id(draft, node, posted)


def _form_for_id(draft: Draft, node: str, posted: Any) -> tuple[str, forms.Form]:
    if any(row.id == node for row in draft.tasks):
        return "edit_row", RowForm(posted, items=item_choices(draft), initial=_row(row_of(draft, node)))
    if any(topic.id == node for topic in draft.topics):
        return "edit_topic", TopicForm(posted, initial=_topic(topic_of(draft, node)))
    return _form_for_text(node_of(draft, node), posted)


def _form_for_text(node: Part | Section | Item, posted: Any) -> tuple[str, forms.Form]:
    if isinstance(node, Item):
        return "edit_item", ItemForm(posted, initial=vars(node))
    if isinstance(node, Section):
        return "edit_section", SectionForm(posted, initial=vars(node))
    return "edit_part", PartForm(posted, initial=vars(node))


def _row(row: Row) -> dict[str, Any]:
    columns = {"leaders": cell_of(row.leaders), "departments": cell_of(row.departments)}
    return {**vars(row), **columns}


def _topic(topic: Topic) -> dict[str, Any]:
    return {**vars(topic), "members": "、".join(topic.members)}


def _notice(draft: Draft) -> dict[str, Any]:
    notice = draft.notice or {}
    return {**notice, "copy_to": "\n".join(notice.get("copy_to") or [])}
