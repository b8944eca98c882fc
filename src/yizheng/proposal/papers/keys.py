"""Papers of key proposals, their sheets for signature, inspections and the reference list of topics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from yizheng.kernel import scoping
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.kernel.papers import Column, Group, Letter, PaperOffer, Table, offer
from yizheng.ui.tags.marks import long_date

from ..enums import Tier
from ..models import KeyAssignment
from ..queries import keys as queries_keys
from ..queries import leads as queries_leads


def offer_papers() -> None:
    """Offer the papers; `key-list` and `topic-guide` take `year`, the others `id`."""
    offer(
        PaperOffer("key-list", "重点提案一览表", "key.read", key_list),
        PaperOffer("key-sheet", "重点提案呈批单", "key.enter_signature", key_sheet, formats=("docx", "pdf")),
        PaperOffer("inspection-report", "办理视察报告", "inspection.read", inspection_report),
        PaperOffer("topic-guide", "参考选题", "topic.read", topic_guide),
    )


def key_list(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the list of key and important proposals of a year with their leaders (F047)."""
    year = _year(asked)
    rows = queries_keys.keys_visible_to(actor).filter(year=year, state__in=queries_keys.CHOSEN)
    found = list(
        rows.select_related("proposal", "supervising_body").prefetch_related("leaders").order_by("order", "id")
    )
    columns = (
        Column("序号", 0.5, "center"), Column("提案号", 0.9), Column("案由", 2.6),
        Column("提案人", 1.2, pad_names=True),
        Column("领导", 2), Column("督办专委会", 1.2),
    )  # fmt: skip
    return Table(f"{year}年重点提案和重要提案一览表", columns, tuple(_key_rows(found)), landscape=True)


def _key_rows(found: list[KeyAssignment]) -> Iterator[tuple[str, ...] | Group]:
    for tier in Tier:
        of_tier = [each for each in found if each.tier == tier]
        if of_tier:
            yield Group(f"{tier.label}（{len(of_tier)}件）")
        for number, each in enumerate(of_tier, start=1):
            leaders = "；".join(f"{leader.get_role_display()}：{leader}" for leader in each.leaders.all())
            body = str(each.supervising_body or "")
            yield (str(number), each.proposal.number, each.proposal.title, each.proposal.proposer_name, leaders, body)


def key_sheet(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Return the sheet that leaders sign (呈批单): a box for each. Rule: office-practice 8."""
    rows = queries_keys.keys_visible_to(actor).select_related("proposal")
    found = get_object_or_404(rows, public_id=_id(asked))
    committee = Committee.objects.get(pk=scoping.current().committee_id)
    steps = [
        {
            "label": f"{leader.post}　{leader.name}", "kind": leader.get_role_display(),
            "words": f"{leader.signed_words}　{long_date(leader.signed_on)}" if leader.signed_on else "",
        }
        for leader in found.leaders.all()
    ]  # fmt: skip
    values = {
        "committee": committee.full_name, "chain": f"{found.get_tier_display()}督办", "title": found.proposal.title,
        "summary": f"{found.proposal.number}，提案人{found.proposal.proposer_name}，由{found.decided_by}审定。",
        "steps": steps, "clerk": actor.name, "date": long_date(timezone.localdate()),
    }  # fmt: skip
    return Letter("approval_sheet", f"呈批单：{found.proposal.title}", values)


def inspection_report(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the report of an inspection: a row for each unit (F059)."""
    found = get_object_or_404(queries_keys.inspections_visible_to(actor), public_id=_id(asked))
    columns = (Column("单位", 1.2), Column("看了哪几件", 1), Column("看到的情况", 3), Column("建议", 2))
    units = queries_keys.inspected_units(found, actor)
    rows = tuple(
        (str(each.unit), "、".join(one.number for one in each.proposals.all()), each.finding, each.advice)
        for each in units
    )
    subtitle = f"{long_date(found.happened_on)}　带队：{found.led_by}"
    notes = (found.summary,) if found.summary else ()
    return Table(f"{found.title}报告", columns, rows, subtitle=subtitle, notes=notes, landscape=True)


def topic_guide(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the reference list of topics of a year (选题指南; F043)."""
    year = _year(asked)
    topics = queries_leads.topics_visible_to(actor).filter(year=year, is_open=True).order_by("order", "id")
    columns = (Column("序号", 0.4, "center"), Column("选题", 2), Column("提示", 3))
    rows = tuple((str(place), topic.title, topic.guide) for place, topic in enumerate(topics, start=1))
    return Table(f"{year}年提案参考选题", columns, rows)


def _id(asked: Mapping[str, str]) -> UUID:
    try:
        return UUID(asked.get("id", ""))
    except ValueError:
        raise Http404("no such id") from None


def _year(asked: Mapping[str, str]) -> int:
    raw = asked.get("year", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) == 4 else timezone.localdate().year
