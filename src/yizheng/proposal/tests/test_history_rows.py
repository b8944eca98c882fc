"""What single rows of an old register become, and what is said where one cannot be read."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from yizheng.accounts.enums import Role
from yizheng.intake.models import ImportRow
from yizheng.kernel import purging, quarantine
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.sequences import next_number
from yizheng.org.importing import services
from yizheng.org.importing.choices import Choices
from yizheng.org.models import Membership, Sector
from yizheng.proposal.importing.history_world import HistoryWorld
from yizheng.proposal.importing.history_writing import HistoryWriter
from yizheng.proposal.models import Feedback, Handling, Proposal, Reply
from yizheng.proposal.tests.factories import (
    MemberFactory,
    PartyBodyFactory,
    SectorFactory,
    as_role,
    clerk,
    moment,
    person,
)
from yizheng.proposal.tests.factories import proposal as proposal_of
from yizheng.proposal.tests.old_register import (
    HEAD,
    confirm,
    let_job_read,
    read,
    row,
    session_of_2017,
    told,
    units,
    verdicts,
)

from .test_doors_outsiders import as_it_stands

TOUCHED_BY_READING = {"intake_importbatch", "intake_importrow", "attachment_storedfile", "kernel_ledgerentry"}
"""Taking a sheet in keeps the file, its rows, and one row of the ledger about the import itself."""


@pytest.fixture
def year(house, now):
    """The session of 2017, its units, and the clerk who imports."""
    session_of_2017()
    units()
    return clerk()


def _seat(name: str, sector: str = "经济") -> Membership:
    term = session_of_2017().term
    found = Sector.objects.filter(term=term, name=sector).first() or SectorFactory(term=term, name=sector)
    return MemberFactory(term=term, sector=found, person=person(name, with_login=False))


def test_a_filed_and_answered_row_becomes_a_closed_proposal(year):
    member = _seat("何一58")

    confirm(year, read(year, row(58, 承办单位="云溪区建设局", 会办="云溪区民政局", 联名人="李文、赵清")))

    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.source, proposal.number) == ("closed", "import", "第058号")
    assert (proposal.first_proposer, proposal.proposer_kind) == (member, "joint")
    assert [each.display_name for each in proposal.signers.all()] == ["何一58", "李文", "赵清"]
    handlings = [(str(each.unit), each.role, each.state) for each in proposal.handlings.all()]
    assert handlings == [("云溪区住建局", "host", "issued"), ("云溪区民政局", "co", "opined")]
    reply = Reply.objects.get()
    assert (reply.class_mark, reply.class_wording) == ("B", "正在解决或列入计划")
    assert (reply.doc_no, reply.sent_on, reply.due_on) == ("云函〔2017〕58号", date(2017, 6, 1), date(2017, 6, 20))
    rating = Feedback.objects.get()
    assert (rating.result_rating, rating.source, rating.attitude_rating) == ("satisfied", "clerk", "")
    assert {entry.source for entry in LedgerEntry.objects.filter(act="import_proposal")} == {"import"}


def test_a_second_import_changes_what_changed_and_never_doubles(year):
    confirm(year, read(year, row(1), row(2)))

    again = read(year, row(1), row(2, 满意度="不满意", 答复文号="云函〔2017〕200号"), row(3))
    assert verdicts(again) == ["unchanged", "changed", "new"]
    confirm(year, again)

    assert Proposal.objects.count() == Handling.objects.count() == Reply.objects.count() == 3
    second = Proposal.objects.get(filed_no=2)
    assert Reply.objects.get(handling__proposal=second).doc_no == "云函〔2017〕200号"
    assert Feedback.objects.get(proposal=second).result_rating == "not_satisfied"
    assert verdicts(read(year, row(1), row(3))) == ["unchanged", "unchanged"]


def test_a_row_without_number_is_found_by_title_proposer_and_year(year):
    bare = {
        "编号": "",
        "立案情况": "不予立案",
        "承办单位": "",
        "办理结果": "",
        "答复日期": "",
        "答复文号": "",
        "满意度": "",
    }
    confirm(year, read(year, row(9, **bare)))

    assert verdicts(read(year, row(9, **bare))) == ["unchanged"]
    assert Proposal.objects.get().state == "not_filed"


def test_a_later_register_brings_the_answer(year):
    nothing = {"答复日期": "", "答复文号": "", "办理结果": "", "满意度": ""}
    confirm(year, read(year, row(4, **nothing)))
    assert Proposal.objects.get().state == "assigned"

    confirm(year, read(year, row(4)))

    assert Proposal.objects.get().state == "closed"
    assert Handling.objects.get().state == "issued"
    assert Reply.objects.get().class_mark == "B"


def test_a_unit_that_is_no_more_in_the_row_gives_way(year):
    confirm(year, read(year, row(1)))

    confirm(year, read(year, row(1, 承办单位="云溪区住建局")))

    now = {str(each.unit): each.state for each in Handling.objects.all()}
    assert now == {"云溪区教育局": "reassigned", "云溪区住建局": "issued"}


def test_merged_converted_and_withdrawn_rows_keep_their_states(year):
    bare = {"承办单位": "", "办理结果": "", "答复日期": "", "答复文号": "", "满意度": ""}

    confirm(
        year,
        read(
            year, row(5, 立案情况="并案（并入第006号）", **bare), row(6), row(7, 立案情况="转社情民意", **bare),
            row(8, 立案情况="撤案", **bare),
        ),
    )  # fmt: skip

    states = {each.title[5:8]: each.state for each in Proposal.objects.all()}
    assert states == {"5处路": "merged", "6处路": "closed", "7处路": "converted", "8处路": "withdrawn"}
    assert Proposal.objects.get(state="merged").merged_into == Proposal.objects.get(filed_no=6)


def test_a_merger_into_nothing_is_refused_and_writes_nothing(year):
    batch = read(year, row(1), row(5, 立案情况="并案（并入第099号）", 承办单位=""))

    with pytest.raises(Refused) as refusal:
        confirm(year, batch)

    assert refusal.value.code == "no_main"
    assert "第3行" in refusal.value.message
    assert not Proposal.objects.exists()
    assert not LedgerEntry.objects.filter(act="import_proposal").exists()


def test_namesakes_are_chosen_by_the_clerk(year):
    first, second = _seat("王明"), _seat("王明", "教育")
    batch = read(year, row(1, 提案人="王　明"))
    assert verdicts(batch) == ["problem"]
    assert "有2位王明" in told(batch)[0]

    decided = services.decide(
        batch=batch, edition=batch.edition, row=2, word=f"same:{second.pk}", by=year, at=moment(hour=10)
    )
    confirm(year, decided)

    assert Proposal.objects.get().first_proposer == second != first


def test_a_party_is_the_proposer_of_a_collective_proposal(year):
    party = PartyBodyFactory(name="民建云溪区支部", short_name="民建支部")

    confirm(year, read(year, row(1, 提案人="民建支部", 提案形式="集体提案")))

    proposal = Proposal.objects.get()
    assert (proposal.proposer_kind, proposal.collective_kind, proposal.party_body) == (
        "collective",
        "party_body",
        party,
    )
    assert verdicts(read(year, row(1, 提案人="民建支部", 提案形式="集体提案"))) == ["unchanged"]


def test_an_unknown_unit_is_settled_once_for_the_whole_sheet(year):
    batch = read(year, row(1, 承办单位="云溪区建委"), row(2, 承办单位="云溪区建委"))
    assert verdicts(batch) == ["problem", "problem"]
    assert batch.reading["unknown_sectors"] == {"云溪区建委": 2}

    posted = {"name-1": "云溪区住建局", "text-1": "云溪区建委"}
    services.arrange(batch=batch, edition=batch.edition, posted=posted, by=year, at=moment(hour=10))
    assert verdicts(let_job_read(batch)) == ["new", "new"]


PROBLEMS = [
    ({"案由": ""}, "没有案由"),
    ({"年度": "", "届次": ""}, "不知道算哪一年的"),
    ({"届次": "九届九次"}, "没有登记过"),
    ({"编号": "甲一"}, "编号“甲一”认不出来"),
    ({"提案人": ""}, "没有提案人"),
    ({"立案情况": "暂缓"}, "立案情况“暂缓”认不出来"),
    ({"承办单位": ""}, "写了答复，没有写承办单位"),
    ({"交办日期": "2017年7月1日"}, "答复日期2017年6月1日早于交办日期2017年7月1日"),
    ({"承办单位": "云溪区住建局（主办）、云溪区教育局（主办）"}, "主办只能有一个"),
    ({"立案情况": "并案"}, "没有写并到哪一件"),
]


@pytest.mark.parametrize(("changed", "words"), PROBLEMS)
def test_a_row_that_cannot_be_read_says_what_to_do(year, changed, words):
    batch = read(year, row(1, **changed), row(2))

    assert verdicts(batch) == ["problem", "new"]
    assert words in "".join(told(batch))
    with pytest.raises(Refused) as refusal:
        confirm(year, batch)
    assert refusal.value.code == "not_ready"
    assert not Proposal.objects.exists()


def test_one_number_twice_is_a_problem_of_both_rows(year):
    batch = read(year, row(1), row(1, 案由="关于另一件事的建议"))

    assert verdicts(batch) == ["problem", "problem"]
    assert "第2行和第3行是同一件" in told(batch)[0]


def test_a_proposal_handled_here_is_not_changed_by_a_sheet(year):
    session = session_of_2017()
    live = proposal_of("closed", session=session, year=2017, filed_no=1, title="关于改善第1处路口通行的建议")
    other = proposal_of("closed", session=session, year=2017, filed_no=2, title="关于另一件事的建议")

    batch = read(year, row(1), row(2))

    assert verdicts(batch) == ["unchanged", "problem"]
    assert "第002号已经是系统里的《关于另一件事的建议》" in told(batch, 3)[0]
    live.refresh_from_db()
    other.refresh_from_db()
    assert (live.source, other.source) == ("web", "web")


NUMBERLESS = {
    "编号": "", "立案情况": "不予立案", "承办单位": "", "办理结果": "", "答复日期": "", "答复文号": "", "满意度": "",
}  # fmt: skip


@pytest.mark.parametrize("cells", [{}, NUMBERLESS], ids=["by its number", "by its title"])
@pytest.mark.parametrize("is_destroyed", [False, True], ids=["closed", "destroyed"])
def test_a_sheet_writes_nothing_back_into_what_is_under_quarantine(year, cells, is_destroyed):
    if cells and is_destroyed:
        pytest.skip("of a destroyed title nothing is left to recognise it by")
    confirm(year, read(year, row(1, **cells)))
    close(Proposal.objects.get(), is_destroyed)
    before = as_it_stands()

    batch = read(year, row(1, **cells, 类别="文化建设"))

    assert verdicts(batch) == ["problem"]
    assert "已经封存或销毁，不能由表写回来" in told(batch)[0]
    with pytest.raises(Refused) as refusal:
        confirm(year, batch)
    assert refusal.value.code == "not_ready"
    after = as_it_stands()
    assert {name for name in after if after[name] != before[name]} <= TOUCHED_BY_READING


def test_a_proposal_closed_between_judging_and_confirming_stops_the_import(year):
    confirm(year, read(year, row(1), row(2)))
    batch = read(year, row(1), row(2, 满意度="不满意"))
    close(Proposal.objects.get(filed_no=2))
    before = as_it_stands()

    with pytest.raises(Refused) as refusal:
        confirm(year, batch)

    assert refusal.value.code == "changed_since"
    assert "第3行" in refusal.value.message
    assert as_it_stands() == before


def test_a_proposal_closed_after_the_last_judging_is_not_written(year):
    confirm(year, read(year, row(1)))
    batch = read(year, row(1, 满意度="不满意"))
    entries = [services.entry_of(each) for each in ImportRow.objects.filter(batch=batch)]
    close(Proposal.objects.get())
    before = as_it_stands()

    writer = HistoryWriter(HistoryWorld(Choices(), moment().date()), by=year, at=moment())
    with pytest.raises(Refused) as refusal, transaction.atomic():
        writer.write([entries])

    assert (refusal.value.code, "第2行" in refusal.value.message) == ("closed", True)
    assert as_it_stands() == before


def close(proposal: Proposal, is_destroyed: bool = False) -> None:
    """Put a proposal under quarantine, and destroy it if asked."""
    guards = [as_role(Role.SECURITY_ADMIN), as_role(Role.SECRETARY_GENERAL)]
    closure = quarantine.quarantine(subject=proposal, by=guards[0], reason="涉及个人信息", at=moment())
    if is_destroyed:
        asked = purging.ask_purge(closure=closure, by=guards[0], reason="依规销毁", at=moment())
        purging.confirm_purge(closure=asked, by=guards[1], at=moment())


def test_a_batch_is_confirmed_once(year):
    batch = read(year, row(1))
    confirm(year, batch)

    with pytest.raises(Refused) as refusal:
        confirm(year, batch)

    assert refusal.value.code == "stale"
    assert Proposal.objects.count() == 1


def test_numbers_go_on_behind_the_imported_ones(year):
    session = session_of_2017()
    apart = {"立案情况": "不予立案", "承办单位": "", "办理结果": "", "答复日期": "", "答复文号": "", "满意度": ""}

    confirm(year, read(year, row(119), row(141, **apart), row(2, 编号="平时第7号")))

    assert Proposal.objects.get(state="not_filed").reception_no == "T2-1-0141"
    assert next_number(f"proposal-filed-{session.pk}") == 120
    assert next_number(f"proposal-between-{session.pk}") == 8
    assert next_number("proposal-reception-2-1") == 142


def test_headers_may_stand_in_any_order_under_any_name(year):
    names = {
        "案由": "提案题目",
        "提案人": "第一提案人",
        "承办单位": "办理单位",
        "答复文号": "文号",
        "满意度": "委员评价",
    }
    order = sorted(range(len(HEAD)), reverse=True)
    cells = row(1)

    batch = read(year, [cells[place] for place in order], head=[names.get(HEAD[place], HEAD[place]) for place in order])

    assert verdicts(batch) == ["new"]
    confirm(year, batch)
    assert Reply.objects.get().doc_no == "云函〔2017〕1号"
