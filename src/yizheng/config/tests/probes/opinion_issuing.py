"""Probes of the keys of the public site: whether a piece can be shown there at all."""

from __future__ import annotations

from yizheng.config.tests.probing import AT, Probe, sentence_of
from yizheng.opinion.enums import OpinionState
from yizheng.opinion.services import publishing
from yizheng.opinion.services.publishing import PublicText
from yizheng.opinion.tests import factories as make


def _publish() -> str:
    piece, clerk = make.opinion(OpinionState.ISSUED), make.clerk()
    public = PublicText("充电难", "街道反映充电难。", "沈怀远", "方以诚", author_agrees=True)
    return sentence_of(lambda: publishing.publish(opinion=piece, public=public, by=clerk, at=AT))


PROBES = [Probe("opinion.publishing", False, True, _publish)]
