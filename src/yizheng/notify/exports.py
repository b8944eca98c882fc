"""The list of names and numbers as a file, for sending texts by other means; the notice on paper."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from openpyxl import Workbook

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Letter, PaperOffer, offer
from yizheng.kernel.permissions import require

from . import queries
from .models import Message
from .services.phoning import PhoneRow

HEADINGS = ("姓名", "手机号")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def phone_file(message: Message, lines: Sequence[PhoneRow], *, as_csv: bool) -> HttpResponse:
    """Return the list as Excel or as CSV (with a mark, so that Excel reads it as UTF-8)."""
    body = _csv(lines) if as_csv else _xlsx(lines)
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8" if as_csv else XLSX)
    ending = "csv" if as_csv else "xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="phones-{message.public_id}.{ending}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _xlsx(lines: Sequence[PhoneRow]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "短信名单"
    for row in (HEADINGS, *((each.name, each.phone) for each in lines)):
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.data_type = "s"  # a name that begins with = is a name
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _csv(lines: Sequence[PhoneRow]) -> bytes:
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerows([HEADINGS, *((_as_text(each.name), each.phone) for each in lines)])
    return kept.getvalue().encode("utf-8-sig")


def _as_text(name: str) -> str:
    """Return a name that Excel takes for text: a CSV cannot say so, a leading = + - @ gets an apostrophe."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@", "\t", "\r")) else name


def notice(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Return one notice as a letter (打印通知)."""
    try:
        public_id = UUID(asked.get("message", ""))
    except ValueError:
        raise Http404("no such notice") from None
    row = queries.messages_visible_to(actor).filter(public_id=public_id).first()
    if row is None:
        raise Http404("no such notice")
    require("notify.read_receipts", actor, row)
    body = [line for line in row.text.splitlines() if line.strip()]
    return Letter("notice", row.title, {"paragraphs": body, "addressee": "各位委员"})


def offer_papers() -> None:
    """Offer the printed notice."""
    offer(PaperOffer("notice", "通知", "notify.send", notice, formats=("docx", "pdf")))
