"""What every page of the room asks of its request."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from yizheng.kernel.acting import Actor

from .. import queries
from ..models import Instruction, InstructionTask


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def instruction_or_404(actor: Actor, public_id: UUID) -> Instruction:
    """Return an entry the person may see; the central level has no page of its own (office-practice 2)."""
    return get_object_or_404(queries.itemised(queries.instructions_visible_to(actor)), public_id=public_id)


def task_or_404(actor: Actor, public_id: UUID) -> InstructionTask:
    """Return what a unit owes, if the person may see it."""
    return get_object_or_404(queries.tasks_visible_to(actor), public_id=public_id)
