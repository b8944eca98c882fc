"""A piece under quarantine stands still: no act of the desk moves it (edge case 16)."""

from __future__ import annotations

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.errors import Refused
from yizheng.opinion.models import Opinion
from yizheng.opinion.services import reviewing

from . import factories as make


def test_a_waiting_piece_under_quarantine_is_refused_to_every_act(house, now):
    piece, clerk = make.opinion(), make.clerk()
    quarantine.quarantine(subject=piece, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=make.moment())
    before = Opinion.objects.values().get(pk=piece.pk)

    for act in (
        lambda: reviewing.take_up(opinion=piece, by=clerk, at=make.moment()),
        lambda: reviewing.reject(opinion=piece, reason_code="old", by=clerk, at=make.moment()),
        lambda: reviewing.return_for_more(opinion=piece, reason="补", by=clerk, at=make.moment()),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "closed"
    assert Opinion.objects.values().get(pk=piece.pk) == before
