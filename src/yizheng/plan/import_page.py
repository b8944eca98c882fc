"""What the import page and the form of one node show."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from yizheng.intake.models import ImportBatch
from yizheng.kernel.errors import Refused
from yizheng.org.queries import name_candidates

from .importing import showing
from .importing.attention import blockers, looks
from .importing.directory import NamesOfYear
from .importing.draft import Draft, Item, Json, Part, Row, Section, Topic
from .importing.forms import form_for
from .importing.places import GONE, node_of, section_place

Node = Part | Section | Item | Row | Topic


def page_context(batch: ImportBatch) -> dict[str, Any]:
    """Return the document as read beside the tree as understood."""
    draft = Draft.from_json(batch.tree)
    return {
        "draft": draft,
        "heading": showing.heading(draft),
        "lines": showing.shown_lines(batch.reading, draft),
        "looks": looks(draft),
        "is_ready": not blockers(draft),
        "names": showing.shown_names(draft),
        "rows": showing.shown_rows(draft),
        "topics": showing.shown_topics(draft),
        "parts": [(part, showing.kind_label(part)) for part in draft.parts],
        "is_split_in_parts": _is_split(draft),
        "removed": _removed(draft),
        "removed_in_words": showing.removed_in_words(draft.removed),
    }


def _is_split(draft: Draft) -> bool:
    return len(draft.parts) > 1 or any(part.title or part.text for part in draft.parts)


def _removed(draft: Draft) -> list[tuple[Json, int]]:
    """Return the lines that were taken out, each with its place among those of its line."""
    seen: dict[int, int] = {}
    placed = []
    for each in draft.removed:
        place = seen.get(each["line"], 0)
        seen[each["line"]] = place + 1
        placed.append((each, place))
    return placed


def node_context(batch: ImportBatch, node: str, posted: QueryDict | None = None) -> dict[str, Any]:
    """
    Return one node's form and what can be done with the node.

    A node that a colleague took away meanwhile still brings back what was typed.
    """
    draft = Draft.from_json(batch.tree)
    node = node if posted is None else node or _asked_node(posted)
    try:
        correction, form = form_for(draft, node, posted)
    except Refused:
        return {"node": node, "gone": GONE, "typed": _typed(posted), "kind": "gone"}
    return {"node": node, "correction": correction, "form": form, "kind": _kind(correction), **_around(draft, node)}


def _asked_node(posted: QueryDict) -> str:
    named = {"edit_head": "head", "edit_notice": "notice", "add_row": "new-row"}
    return named.get(posted.get("correction", ""), "gone")


def name_context(batch: ImportBatch, column: str, text: str) -> dict[str, Any] | None:
    """Return who an unsettled name could be out of the rolls; None when it is settled or gone."""
    draft = Draft.from_json(batch.tree)
    shown = next((s for s in showing.shown_names(draft) if (s.name.column, s.name.text) == (column, text)), None)
    if shown is None:
        return None
    names = NamesOfYear(draft.head.year or batch.made_at.year, name_candidates)
    return {"shown": shown, "roll": names.roll(shown.name.column)}


def _kind(correction: str) -> str:
    return "row" if correction == "add_row" else correction.removeprefix("edit_")


def _typed(posted: QueryDict | None) -> list[str]:
    """Return the longer texts of a form that has no node any more, so that they can be copied."""
    if posted is None:
        return []
    hidden = {"csrfmiddlewaretoken", "act_key", "hat", "edition", "correction", "node"}
    return [str(value) for name, value in posted.items() if name not in hidden and str(value).strip()]


def _around(draft: Draft, node: str) -> dict[str, Any]:
    """Return what a node's shape allows: where its text can be cut, where it can go."""
    if node == "head":
        cuts = showing.cuts(draft.head.preamble)
        return {"cuts": cuts, "cut_node": "preamble", "subject": draft.head, "heading": "改标题和通过情况"}
    found = _found(draft, node)
    if found is None:
        return {"subject": None, "heading": "补一个任务" if node == "new-row" else "改印发通知"}
    sections = showing.section_choices(draft)
    first = isinstance(found, Section) and section_place(draft, found.id)[1] == 0
    return {
        "subject": found,
        "heading": showing.form_heading(found),
        "lines": showing.lines_label(found),
        "cuts": [] if isinstance(found, Row | Topic) else showing.cuts(found.text),
        "cut_node": node,
        "sections": sections,
        "is_first_section": first,
    }


def _found(draft: Draft, node: str) -> Node | None:
    servings: list[Row | Topic] = [*draft.tasks, *draft.topics]
    for serving in servings:
        if serving.id == node:
            return serving
    return None if node in ("notice", "new-row") else node_of(draft, node)
