"""
What a browser may keep for a hall without network: the house says so answer by answer, for whom and until when.

Nothing is kept without these words, and nobody but the login and hat they were said to sees what was kept (ADR 0020).
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_vite.core.asset_loader import DjangoViteAssetLoader

from yizheng.kernel.acting import Actor

HEADER = "X-Yizheng-Keep"
OFFLINE = "ui/offline.html"
BUILT = "ui/build/assets/"
PICTURES = ("ui/build/icons.svg", "ui/seal.svg")
_SALT = "yizheng.ui.holder"
_LINKED = re.compile(r'(?:src|href)="([^"]+)"')

Answer = TypeVar("Answer", bound=HttpResponse)


def holder(actor: Actor | None) -> str:
    """Return the word under which a browser keeps what is this login's in this hat; it names nobody."""
    if actor is None or actor.user_id is None:
        return ""
    return salted_hmac(_SALT, f"{actor.user_id}:{actor.hat.grant_id}", algorithm="sha256").hexdigest()[:20]


def may_be_kept(answer: Answer, *, actor: Actor, of: str, title: str, until: datetime) -> Answer:
    """
    Allow the browser to keep this answer until a moment; `of` names what it belongs to and goes with, `title` its name.

    The permission to read was asked before: an answer that is refused, or comes without these words, ends the keeping.
    """
    terms = {"who": holder(actor), "of": of, "title": title, "until": _ms(until), "at": _ms(timezone.now())}
    answer[HEADER] = urlencode(terms)
    return answer


def end_of_day(moment: datetime) -> datetime:
    """Return the midnight that ends the local day of a moment."""
    day = timezone.localdate(moment) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time()))


def drawn_with() -> list[str]:
    """Return the addresses of what every page is drawn with, as the last build left them."""
    built = DjangoViteAssetLoader.instance().generate_vite_asset("main.js", app="default")
    return [*_LINKED.findall(built), *(static(path) for path in PICTURES)]


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
