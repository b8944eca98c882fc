"""What a migration sees of the models is what Django itself would show it."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, AddIndex

from yizheng.kernel.migrating import close_relatives_only


@pytest.fixture(scope="module")
def whole():
    """The state after all migrations, rendered once."""
    state = MigrationLoader(None).project_state()
    assert len(state.apps.get_models()) > 100
    return state


def after(operation, whole, way):
    state = whole.clone()
    with way:
        operation.state_forwards("plan", state)
    return state


def relations(model):
    fields = model._meta.get_fields(include_hidden=True)
    return {(field.name, field.related_model._meta.label) for field in fields if field.related_model}


@pytest.mark.parametrize(
    "operation",
    [
        AddField("workplan", "remark", models.IntegerField(null=True)),
        AddIndex("workplan", models.Index(fields=["committee", "year"], name="plan_by_year")),
    ],
    ids=["field", "index"],
)
def test_a_changed_model_and_what_points_at_it_stand_as_django_renders_them(whole, operation):
    plainly, ours = after(operation, whole, nullcontext()), after(operation, whole, close_relatives_only())

    plan, as_django = ours.apps.get_model("plan", "workplan"), plainly.apps.get_model("plan", "workplan")
    assert [field.name for field in plan._meta.fields] == [field.name for field in as_django._meta.fields]
    assert relations(plan) == relations(as_django)
    assert ours.models["plan", "workplan"] == plainly.models["plan", "workplan"]
    pointing = [relation for relation in plan._meta.related_objects if relation.one_to_many]
    assert pointing
    assert {relation.field.remote_field.model for relation in pointing} == {plan}


def test_the_code_of_a_migration_gets_models_rendered_afresh(whole):
    state = after(AddField("workplan", "remark", models.IntegerField(null=True)), whole, close_relatives_only())

    assert state.is_delayed
