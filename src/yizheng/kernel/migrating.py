"""Migrations of models that nearly all refer to one table, without drawing all of them anew at each step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db.migrations.state import ProjectState


@contextmanager
def close_relatives_only() -> Iterator[None]:
    """
    Within the block a changed model is rendered again with those that point at it, and with no others.

    Django renders also what else points at the tables it points at. Every table of ours points at the committee,
    so each new index rendered two hundred models: most of the time of a first start. Writing DDL needs the model and
    what points at it; code of a migration (RunPython) gets models rendered afresh, as `is_delayed` says.
    """
    with patch.object(ProjectState, "_find_reload_model", _find_reload_model):
        yield


def _find_reload_model(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> set[tuple[str, str]]:
    state.is_delayed = True
    return {(app_label, model_name), *_pointing_at(state, app_label, model_name)}


def _pointing_at(state: ProjectState, app_label: str, model_name: str) -> Iterator[tuple[str, str]]:
    try:
        model = state.apps.get_model(app_label, model_name)
    except LookupError:  # it is only being made
        return
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.is_relation and relation.auto_created and relation.related_model is not None:
            yield relation.related_model._meta.app_label, relation.related_model._meta.model_name
