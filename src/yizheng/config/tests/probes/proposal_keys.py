"""Probes of the keys of choosing: how many are intended, who must stand behind them, which places are covered."""

from __future__ import annotations

from yizheng.config.tests.probing import TODAY, Probe, sentence_of
from yizheng.kernel.acting import SYSTEM
from yizheng.proposal.enums import LeaderSide, LeadingRole
from yizheng.proposal.models import KeyAssignment, Proposal
from yizheng.proposal.queries import keys as queries_keys
from yizheng.proposal.services import key_proposals, quality


def _targets() -> list[int]:
    return [each.target for each in queries_keys.tier_counts(SYSTEM, TODAY.year, TODAY)]


def _led_by_one() -> str:
    leader = key_proposals.Leader(LeadingRole.LEAD, LeaderSide.GOVERNMENT, "贺建平", "区长")
    choice = key_proposals.Choice(KeyAssignment(proposal=Proposal(title="关于养老的建议")), (leader,))
    return sentence_of(lambda: key_proposals.check_leaders(choice, TODAY))


PROBES = [
    Probe("proposal.key_count", 10, 12, _targets),
    Probe("proposal.important_count", 20, 25, _targets),
    Probe("proposal.key_leading_roles", [], ["supervise"], _led_by_one),
    Probe("proposal.subordinate_places", ["东岭县"], ["东岭县", "西坪县"], lambda: queries_keys.places(TODAY)),
    Probe(
        "proposal.quality_criteria", ["科学性=50", "可行性=50"], ["科学性=60", "可行性=40"],
        lambda: quality.criteria(TODAY),
    ),
]  # fmt: skip
