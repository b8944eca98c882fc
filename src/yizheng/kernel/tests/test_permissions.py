"""Permissions ask the worn hat, and an unknown permission is a defect, not a refusal."""

from __future__ import annotations

import pytest
import rules
from django.core.exceptions import PermissionDenied

from yizheng.kernel.permissions import may, predicate, require, wears
from yizheng.kernel.tests.factories import actor


@predicate(name="is theirs")
def is_theirs(actor, obj):
    return obj == "theirs"


@pytest.fixture(autouse=True)
def permission(monkeypatch):
    monkeypatch.setitem(rules.permissions.permissions, "kernel_test.read", wears("clerk", "leader") | is_theirs)


@pytest.mark.parametrize(
    ("who", "obj", "allowed"),
    [
        (actor(role="clerk"), None, True),
        (actor(role="leader"), "ours", True),
        (actor(role="member"), "ours", False),
        (actor(role="member"), "theirs", True),
        (None, "ours", False),
        (None, None, False),
    ],
)
def test_the_worn_hat_and_the_object_decide(who, obj, allowed):
    assert may("kernel_test.read", who, obj) is allowed


def test_require_names_the_permission_that_is_lacking():
    require("kernel_test.read", actor(role="clerk"))
    with pytest.raises(PermissionDenied, match=r"^kernel_test\.read$"):
        require("kernel_test.read", actor(role="member"), "ours")


def test_an_unknown_permission_is_an_error():
    with pytest.raises(LookupError, match=r"kernel_test\.unknown"):
        may("kernel_test.unknown", actor(role="clerk"))


def test_a_rule_says_what_it_is_made_of():
    assert str(rules.permissions.permissions["kernel_test.read"]) == "(wears(clerk, leader) | is theirs)"
