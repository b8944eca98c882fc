"""Components that stand around a page's own markup, and the states of a page."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library
from django.utils.safestring import SafeString

from ..components import Drawn, drawn, offer, posting


def add_to(register: Library) -> None:
    """Offer these tags in a library."""
    for block in (card, why, table_box, notice, post_form):
        register.simple_block_tag(takes_context=True)(block)
    register.simple_tag(takes_context=True)(once)
    offer(register, empty_state, no_permission, error_state, loading, confirm)


def once(context: Context, part: str) -> SafeString:
    """Draw a part that stands several times on a page, for wide and for narrow screens: the first drawing is kept."""
    whole_page: Any = context.render_context.dicts[0]
    drawn: dict[str, SafeString] = whole_page.setdefault("ui.once", {})
    if part not in drawn:
        assert context.template is not None, "a tag is drawn by a template"
        drawn[part] = context.template.engine.get_template(part).render(context)
    return drawn[part]


def card(
    context: Context,
    content: str,
    title: str = "",
    note: str = "",
    more: str = "",
    more_url: str = "",
    level: int = 2,
    body: bool = True,
    heading_id: str = "",
) -> SafeString:
    """Draw a card. `body=False` leaves the inner padding to what stands inside (rows, tables)."""
    values = {"title": title, "note": note, "more": more, "more_url": more_url, "level": level, "body": body}
    return drawn("card", {**values, "heading_id": heading_id, "content": content})


def why(context: Context, content: str, summary: str = "期限怎么算的") -> SafeString:
    """Draw what can be opened to see how a figure or date was reckoned; lines are `<li>`."""
    return drawn("why", {"summary": summary, "content": content})


def table_box(context: Context, content: str, label: str, keeps: bool = False, free: bool = False) -> SafeString:
    """Draw the frame of a table: it scrolls, its head stays. `keeps=True` stays a table on the phone."""
    return drawn("table_box", {"label": label, "keeps": keeps, "free": free, "content": content})


def notice(context: Context, content: str, meaning: str = "neutral", icon: str = "") -> SafeString:
    """Draw a notice inside a page: meaning is neutral, ok, warn or over."""
    chosen = icon or {"ok": "check", "warn": "alert", "over": "alert"}.get(meaning, "info")
    return drawn("notice", {"meaning": meaning, "icon": chosen, "content": content})


def post_form(
    context: Context,
    content: str,
    action: str = "",
    files: bool = False,
    draft: str = "",
    classes: str = "",
) -> SafeString:
    """
    Draw a form that acts: CSRF token, act key, hat; sent once.

    `draft` names the text that the browser keeps until the server has confirmed it.
    """
    values = {"action": action, "files": files, "draft": draft, "classes": classes}
    return drawn("post_form", {**values, **posting(context), "content": content})


def empty_state(title: str, text: str = "", icon: str = "inbox", action: str = "", action_url: str = "") -> Drawn:
    """Say that nothing is here and what one can do."""
    return {"title": title, "text": text, "icon": icon, "action": action, "action_url": action_url}


def no_permission(text: str = "", back_url: str = "") -> Drawn:
    """Say that the worn hat does not open this part, and who can help."""
    return {"text": text or "您当前的身份看不到这一部分。请换一个身份，或联系办公室。", "back_url": back_url}


def error_state(text: str = "", retry_url: str = "") -> Drawn:
    """Say that a part of the page could not be fetched; nothing is lost."""
    return {"text": text or "这一部分没有取到，其余内容不受影响。", "retry_url": retry_url}


def loading(words: str = "正在取") -> Drawn:
    """Draw the sign that htmx shows while it fetches (class `htmx-indicator` is not needed)."""
    return {"words": words}


def confirm(url: str, label: str, kind: str = "", icon: str = "") -> Drawn:
    """Draw a link to a confirming page; with JavaScript the same page opens as a dialog."""
    classes = " ".join(["btn", *(f"btn-{one}" for one in kind.split())])
    return {"url": url, "label": label, "classes": classes, "icon": icon}
