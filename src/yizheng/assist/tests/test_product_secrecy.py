"""What was learned of closed or destroyed content goes with it, and comes back with it."""

from __future__ import annotations

import json

import pytest

from yizheng.accounts.enums import Role
from yizheng.assist import guides, learning, queries, services
from yizheng.assist.enums import ModelState, Question
from yizheng.assist.models import Decision, ModelVersion
from yizheng.kernel import purging, quarantine
from yizheng.kernel.acting import SYSTEM
from yizheng.proposal import suggesting
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.enums import Secrecy
from yizheng.proposal.tests import factories as make

pytest_plugins = ["yizheng.proposal.tests.conftest"]
AT = make.moment()
WORD = "青石坝"


@pytest.fixture(autouse=True)
def nothing_in_memory():
    guides.forget_all()
    yield
    guides.forget_all()


def past(unit, title=f"关于{WORD}岗亭的建议", times=1, **changed):
    rows = [make.proposal(S.HANDLING, title=title, **changed) for _ in range(times)]
    for each in rows:
        make.handling(each, unit)
    return rows


def trained():
    version = services.ask_for_training(question=Question.UNIT, area="proposal", by=SYSTEM, at=AT)
    learning.train(committee_id=version.committee_id, version_id=version.pk)
    version.refresh_from_db()
    return version


def guard():
    return make.as_role(Role.SECURITY_ADMIN, name="尹守成")


def words_kept():
    return json.dumps(list(ModelVersion.objects.values_list("learned", flat=True)), ensure_ascii=False)


def test_a_version_that_learned_from_what_is_closed_is_used_no_more_and_comes_back_with_it(house):
    unit = make.UnitFactory(name="云溪区甲中心")
    closed, *_ = past(unit, times=6)
    version = trained()
    assert WORD[:2] in words_kept()

    closure = quarantine.quarantine(subject=closed, by=guard(), reason="涉及不宜公开内容", at=AT)

    assert queries.version_in_use(Question.UNIT, "proposal") is None
    assert words_kept() == "[{}]"
    fresh = trained()
    assert closed.pk not in fresh.holds
    quarantine.lift(closure=closure, by=guard(), reason="核实无误", at=AT)
    version.refresh_from_db()
    assert version.learned


def test_a_purge_destroys_what_was_learned(house):
    unit = make.UnitFactory(name="云溪区甲中心")
    closed, *_ = past(unit, times=6)
    trained()
    closure = quarantine.quarantine(subject=closed, by=guard(), reason="涉密", at=AT)
    asked = purging.ask_purge(closure=closure, by=guard(), reason="涉密", at=AT)

    purging.confirm_purge(closure=asked, by=make.as_role(Role.SECRETARY_GENERAL, name="喻文清"), at=AT)

    assert words_kept() == "[{}]"
    assert queries.version_in_use(Question.UNIT, "proposal") is None


def test_what_is_closed_while_a_training_runs_is_not_kept(house, monkeypatch):
    unit = make.UnitFactory(name="云溪区甲中心")
    closed, *_ = past(unit, times=6)
    lesson_of = learning.lesson_of

    def closed_meanwhile(*given):
        lesson = lesson_of(*given)
        quarantine.quarantine(subject=closed, by=guard(), reason="涉密", at=AT)
        return lesson

    monkeypatch.setattr(learning, "lesson_of", closed_meanwhile)

    version = trained()

    assert (version.state, version.learned) == (ModelState.FAILED, {})
    assert version.failure.startswith("训练时有一件内容被封存")


def test_closed_and_inner_proposals_are_no_cases_and_not_learned_from(house):
    unit = make.UnitFactory(name="云溪区甲中心")
    (closed,) = past(unit)
    past(unit, secrecy=Secrecy.INTERNAL)
    quarantine.quarantine(subject=closed, by=guard(), reason="涉密", at=AT)
    asked = make.proposal(S.FILED, title=f"关于{WORD}岗亭的建议", background="", analysis="")

    found = suggesting.suggest_units(asked, on=AT.date(), by=make.clerk())

    assert found == []
    assert list(suggesting.unit_examples(10)) == []
    assert Decision.objects.count() == 0


def test_terms_shown_are_words_of_the_text_that_was_asked_about(house):
    unit = make.UnitFactory(name="云溪区甲中心")
    past(unit, f"关于{WORD}岗亭和栈桥的建议", times=6)
    other = make.UnitFactory(name="云溪区乙中心")
    past(other, "关于校车接送时间的建议", times=6)
    trained()
    asked = make.proposal(S.FILED, title="关于岗亭更新的建议", background="", analysis="")

    found = suggesting.suggest_units(asked, on=AT.date(), by=make.clerk())

    said = "".join(reason.words for each in found for reason in each.reasons)
    assert "云溪区甲中心" in [str(each.unit) for each in found]
    assert "岗亭" in said
    assert WORD not in said
    assert "栈桥" not in said
