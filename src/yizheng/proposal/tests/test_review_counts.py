"""The figures of proposals: what was received is exactly the sum of its parts (handbook 5.11)."""

from datetime import date

import pytest
from django.http import QueryDict

from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.figures import counting
from yizheng.proposal.filters import ProposalFilter
from yizheng.proposal.models import Proposal
from yizheng.proposal.tests import factories as make


@pytest.mark.parametrize("state", [state for state in S if state not in (S.DRAFT, S.COSIGNING)])
def test_every_state_that_was_submitted_stands_in_exactly_one_part(state):
    holding = [part.code for part in counting.PARTS if state.value in part.condition.children[0][1]]

    assert len(holding) == 1


def test_received_is_filed_and_not_filed_and_converted_and_merged_and_withdrawn_and_in_review(house):
    main = make.proposal(S.FILED)
    for state in (S.DRAFT, S.COSIGNING, S.SUBMITTED, S.RETURNED, S.FIRST_REVIEWED, S.NOT_FILED, S.CONVERTED,
                  S.WITHDRAWN, S.CLOSED):  # fmt: skip
        make.proposal(state)
    make.proposal(S.MERGED, merged_into=main)

    found = counting.counts(Proposal.objects.all())

    parts = {part.code: found[part.code] for part in counting.PARTS}
    assert parts == {"filed": 2, "not_filed": 1, "converted": 1, "merged": 1, "withdrawn": 1, "in_review": 3}
    assert (found["received"], found["reviewed"]) == (9, 6)


@pytest.mark.parametrize("figure", [each for each in counting.FIGURES.values() if each.query], ids=lambda f: f.code)
def test_the_list_that_a_number_opens_shows_what_it_counts(house, figure):
    main = make.proposal(S.FILED, proposer_kind="joint")
    for state in S:
        if state not in (S.FILED, S.MERGED):
            make.proposal(state)
    make.proposal(S.MERGED, merged_into=main, proposer_kind="collective", period_kind="between")
    wanted = ProposalFilter.from_values(QueryDict(figure.query).dict())

    shown = wanted.apply(Proposal.objects.all(), on=date(2026, 3, 16))

    assert set(shown) == set(Proposal.objects.filter(figure.condition))
    assert shown.exists()
