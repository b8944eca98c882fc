"""Every correction by its name, from the fields of a form to a change of the tree. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from yizheng.kernel.errors import Refused
from yizheng.plan.importing import editing, naming, structure
from yizheng.plan.importing.directory import NamesOfYear
from yizheng.plan.importing.draft import Draft, Json
from yizheng.plan.importing.naming import Column

UNKNOWN = "页面已经更新，没有这一步了。请刷新后再办。"


@dataclass(frozen=True)
class Posted:
    """The fields of a correction's form. Reading a field that is no number or date refuses with a sentence."""

    fields: dict[str, list[str]]
    names: NamesOfYear

    def text(self, name: str) -> str:
        """Return a field on one line, without the spaces around it."""
        return " ".join(self.lines(name).split())

    def lines(self, name: str) -> str:
        """Return a field of several lines."""
        return (self.fields.get(name) or [""])[0].replace("\r\n", "\n").replace("\x00", "").strip()

    def many(self, name: str) -> list[str]:
        """Return all values of a field that may be ticked several times."""
        return self.fields.get(name) or []

    def ticked(self, name: str) -> bool:
        """Tell whether a box is ticked."""
        return bool(self.text(name))

    def number(self, name: str, most: int) -> int | None:
        """Return a whole number from 0 to `most`; None when the field is empty. Raises: Refused."""
        typed = self.text(name)
        if not typed:
            return None
        if not (typed.isascii() and typed.isdecimal() and int(typed[:9]) <= most):
            raise Refused("no_number", f"“{typed[:20]}”不是这里能用的数字，请填 0 到 {most}。")
        return int(typed)

    def month(self, name: str) -> int | None:
        """Return a month 1-12; None when the field is empty. Raises: Refused."""
        typed = self.text(name)
        month = self.number(name, 12)
        if month == 0:
            raise Refused("no_month", f"没有“{typed}”月，请填 1 到 12。")
        return month

    def column(self) -> Column:
        """Return which column of the task table is meant."""
        return "leaders" if self.text("column") == "leaders" else "departments"


Correction = Callable[[Draft, Posted], None]


def correct(tree: Json, name: str, posted: Posted) -> Json:
    """
    Return the tree after one correction; the given tree is left alone.

    Raises: Refused with a sentence when the correction makes no sense on the tree as it stands.
    """
    change = CORRECTIONS.get(name)
    if change is None:
        raise Refused("unknown", UNKNOWN)
    draft = Draft.from_json(tree)
    change(draft, posted)
    return draft.to_json()


def _node(posted: Posted) -> str:
    return posted.text("node")


def _position(posted: Posted) -> int:
    return posted.number("position", 10_000_000) or 0


def _edit_head(draft: Draft, posted: Posted) -> None:
    title, year = posted.text("title"), posted.number("year", 2100)
    if not title:
        raise Refused("no_title", "请写明标题。")
    if year is None or year < 1949:
        raise Refused("no_year", "请写明年份，例如 2026。")
    words = editing.HeadWords(
        title=title,
        year=year,
        issuing_body=posted.text("issuing_body"),
        doc_number=posted.text("doc_number"),
        adopted_on=_day(posted.text("adopted_on")),
        adopted_meeting=posted.text("adopted_meeting"),
        preamble=posted.lines("preamble"),
        remark=posted.lines("remark"),
    )
    editing.edit_head(draft, words)


def _day(typed: str) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise Refused("no_date", f"“{typed[:20]}”不是日期，请照 2026-03-12 的样子填。") from error


def _edit_notice(draft: Draft, posted: Posted) -> None:
    words = editing.NoticeWords(
        title=posted.text("title"),
        by=posted.text("by"),
        date=posted.text("date"),
        issued_by=posted.text("issued_by"),
        issued=posted.text("issued"),
        copy_to=[line.strip() for line in posted.lines("copy_to").split("\n") if line.strip()],
    )
    editing.edit_notice(draft, words)


def _edit_part(draft: Draft, posted: Posted) -> None:
    kind = "review" if posted.text("kind") == "review" else "plan"
    editing.edit_part(draft, _node(posted), posted.text("title"), posted.number("year", 2100), kind)


def _edit_section(draft: Draft, posted: Posted) -> None:
    editing.edit_section(draft, _node(posted), posted.text("number"), posted.text("title"), posted.lines("text"))


def _edit_item(draft: Draft, posted: Posted) -> None:
    number, title, text = posted.text("number_raw"), posted.text("title"), posted.lines("text")
    editing.edit_item(draft, _node(posted), number, title, text, posted.text("group"))


def _row_words(posted: Posted) -> editing.RowWords:
    return editing.RowWords(
        content=posted.text("content"),
        month=posted.month("month"),
        month_end=posted.month("month_end"),
        all_year=posted.ticked("all_year"),
        leaders=posted.lines("leaders"),
        departments=posted.lines("departments"),
    )


def _edit_row(draft: Draft, posted: Posted) -> None:
    editing.edit_row(draft, _node(posted), _row_words(posted), posted.names.look_up)
    if "item" in posted.fields and posted.text("item") != _item_of(draft, _node(posted)):
        editing.serve_item(draft, _node(posted), posted.text("item"))


def _item_of(draft: Draft, row_id: str) -> str:
    return next(row.item for row in draft.tasks if row.id == row_id)


def _edit_topic(draft: Draft, posted: Posted) -> None:
    words = editing.TopicWords(
        title=posted.text("title"),
        number=posted.text("number"),
        lead=posted.text("lead"),
        department=posted.text("department"),
        members=posted.lines("members"),
        plus_other_members=posted.ticked("plus_other_members"),
        due_month=posted.month("due_month"),
    )
    editing.edit_topic(draft, _node(posted), words)


def _choose_targets(draft: Draft, posted: Posted) -> None:
    chosen = [_target(typed) for typed in posted.many("target")]
    naming.choose_targets(draft, posted.column(), posted.text("text"), chosen, posted.names.roll)
    naming.look_again(draft, posted.names.look_up)


def _target(typed: str) -> tuple[str, int]:
    """Read body:12; what cannot be read is offered nowhere and so refused."""
    kind, _, target_id = typed.partition(":")
    return kind, int(target_id) if target_id.isascii() and target_id.isdecimal() and len(target_id) < 19 else 0


def _put_back(draft: Draft, posted: Posted) -> None:
    place = posted.number("place", 1000) or 0
    structure.put_back(draft, posted.number("line", 10_000_000) or 0, place)


CORRECTIONS: dict[str, Correction] = {
    "edit_head": _edit_head,
    "edit_notice": _edit_notice,
    "edit_part": _edit_part,
    "edit_section": _edit_section,
    "edit_item": _edit_item,
    "split_item": lambda d, p: structure.split_item(d, _node(p), _position(p)),
    "start_item": lambda d, p: structure.start_item(d, _node(p), _position(p)),
    "start_section": lambda d, p: structure.start_section(d, _node(p), _position(p)),
    "item_to_section": lambda d, p: structure.item_to_section(d, _node(p)),
    "section_to_item": lambda d, p: structure.section_to_item(d, _node(p)),
    "section_to_text": lambda d, p: structure.section_to_text(d, _node(p)),
    "merge": lambda d, p: structure.merge_with_previous(d, _node(p)),
    "not_an_item": lambda d, p: structure.not_an_item(d, _node(p)),
    "move_up": lambda d, p: structure.move_item(d, _node(p), -1),
    "move_down": lambda d, p: structure.move_item(d, _node(p), 1),
    "move_to": lambda d, p: structure.move_item_to(d, _node(p), p.text("section")),
    "put_back": _put_back,
    "edit_row": _edit_row,
    "add_row": lambda d, p: editing.add_row(d, _row_words(p), p.names.look_up),
    "leave_row": lambda d, p: editing.take_rows(d, [_node(p)], False),
    "take_row": lambda d, p: editing.take_rows(d, [_node(p)], True),
    "tick_rows": lambda d, p: editing.tick_rows(d, p.many("taken")),
    "serve_item": lambda d, p: editing.serve_item(d, _node(p), p.text("item")),
    "edit_topic": _edit_topic,
    "leave_topic": lambda d, p: editing.take_topic(d, _node(p), False),
    "take_topic": lambda d, p: editing.take_topic(d, _node(p), True),
    "choose_targets": _choose_targets,
    "keep_as_text": lambda d, p: naming.keep_as_text(d, p.column(), p.text("text")),
}
