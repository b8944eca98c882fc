"""What leaves the house in a text, an e-mail or a chat group."""

from __future__ import annotations

from collections.abc import Sequence

from yizheng.kernel.models import Committee

from .channels import Parcel
from .enums import Channel
from .links import link_of
from .models import Delivery, Message

SMS_CHARS = 120
"""So much of a text's own words stands beside the link: two messages of a telephone at most. Our decision."""


def group_text(message: Message, committee: Committee, site: str) -> str:
    """Return the words for a chat group with the link of the notice (复制群通知文本)."""
    return f"【{committee.short_name}】{message.title}\n\n{message.text}\n\n详情：{link_of(message, site)}"


def parcel(delivery: Delivery, to: str, bundled: Sequence[Delivery], committee: Committee, site: str) -> Parcel:
    """Return one delivery as it leaves; with `bundled` it is the day's digest."""
    channel = Channel(delivery.channel)
    rows = [delivery, *bundled]
    if len(rows) == 1:
        title, text = _single(delivery, channel, committee, site)
    else:
        title = f"{committee.short_name}：今天有{len(rows)}条通知"
        text = _digest(rows, channel, title, site)
    return Parcel(channel, delivery.key, to, title, text)


def _single(delivery: Delivery, channel: Channel, committee: Committee, site: str) -> tuple[str, str]:
    message, link = delivery.message, link_of(delivery.recipient, site)
    if channel == Channel.SMS:
        return "", f"【{committee.short_name}】{shortened(f'{message.title}：{message.text}')} {link}"
    return (
        message.title,
        f"{message.text}\n\n请打开下面的链接确认已知道：\n{link}\n\n{committee.short_name} {message.sender_name}",
    )


def _digest(rows: Sequence[Delivery], channel: Channel, title: str, site: str) -> str:
    ends = [f"{each.message.title} {link_of(each.recipient, site)}" for each in rows]
    if channel == Channel.SMS:
        return f"{title}。" + "；".join(ends)
    return f"{title}\n\n" + "\n".join(f"{number}. {end}" for number, end in enumerate(ends, 1))


def shortened(text: str) -> str:
    """Return text in one line, cut where a telephone would show too much of it."""
    line = " ".join(text.split())
    return line if len(line) <= SMS_CHARS else f"{line[: SMS_CHARS - 1]}…"
