"""What the lists and pages of the room have in common."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.ui.shapes import Cell

from .. import history
from .acting import Act
from .asking import Block, Button

PAGE_ROWS = 50


def offer(act: Act, actor: Actor) -> list[Button]:
    return [Button(act.title, act.url())] if may(act.permission, actor) else []


def draw_list(request: HttpRequest, **context: Any) -> HttpResponse:
    return render(request, "org/list.html", context)


def paged(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))


def person_cell(person: Any) -> Cell:
    return Cell(person.name, address("org:person", public_id=person.public_id))


def history_block(kind: str, pk: int) -> Block:
    return Block("经过", timeline=history.of(kind, pk), note="谁、什么时候、做了什么")
