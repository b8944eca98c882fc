"""Instructions are kept without their wording, tracked at units, read by few (handbook 2.6; office-practice 2)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.instruction import queries, services
from yizheng.instruction.enums import InstructionKind, InstructionLevel, InstructionState, TrackingState
from yizheng.instruction.models import Instruction, InstructionTask
from yizheng.instruction.papers import ledger
from yizheng.kernel import quarantine
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry, SecurityEvent
from yizheng.notify.models import Notice
from yizheng.opinion.enums import OpinionState
from yizheng.opinion.tests import factories as make
from yizheng.todo.models import Todo

L, K, T = InstructionLevel, InstructionKind, TrackingState
GIST = "请住建局会同街道研究"
DUE, LATER = date(2026, 4, 10), make.moment(23)


def facts(level=L.DISTRICT_GOV, kind=K.SUBSTANTIVE, **more):
    given = {"leader_name": "贺建平", "leader_post": "区长", "gist": GIST, **more}
    return services.Facts(level, kind, given.pop("instructed_on", date(2026, 3, 16)), **given)


def registered(*units, given=None, by=None, target=None):
    assigned = [services.Assigned(unit, DUE) for unit in units]
    return services.register(
        target=target or make.opinion(OpinionState.ISSUED), facts=given or facts(), assigned=assigned,
        keeper_role=Role.OPINION_CLERK, by=by or make.clerk(), at=make.moment(),
    )  # fmt: skip


def seen(actor):
    return set(queries.instructions_visible_to(actor))


def test_a_unit_named_in_an_instruction_is_tracked_from_its_desk_to_the_end(house):
    unit, by_unit = make.unit()
    office = make.clerk()
    (task,) = registered(unit, by=office).tasks.all()
    todo = Todo.objects.get(kind="instruction_task", closed_at=None)
    assert (todo.role, todo.scope_id, todo.due_on) == ("unit_clerk", unit.pk, DUE)

    back = services.feed_back(task=task, words="已定方案，四月动工。", by=by_unit, at=LATER)
    assert Todo.objects.get(kind="instruction_task", closed_at=None).role == "opinion_clerk"
    again = services.send_back(task=back, reason="请写明资金来源", by=office, at=LATER)
    assert (again.state, again.due_on) == (T.RUNNING, DUE)
    last = services.feed_back(task=again, words="资金已列预算。", by=by_unit, at=LATER)
    closed = services.close(task=last, by=office, at=LATER)

    assert (closed.state, closed.feedback, closed.closed_on) == (T.CLOSED, "资金已列预算。", date(2026, 3, 23))
    assert not Todo.objects.filter(kind="instruction_task", closed_at=None).exists()
    told = Notice.objects.filter(recipient_id=by_unit.user_id).order_by("id").values_list("text", flat=True)
    assert [text[:6] for text in told] == ["领导有批示交", "批示办理情况", "批示办理情况"]


def test_a_unit_without_login_is_the_keepers_to_ring(house):
    registered(make.UnitFactory())

    todo = Todo.objects.get(kind="instruction_task", closed_at=None)
    assert (todo.label, todo.role, todo.due_on) == ("催办并代录批示反馈", "opinion_clerk", DUE)


@pytest.mark.parametrize(
    ("given", "units", "code"),
    [
        (facts(instructed_on=date(2026, 3, 17)), 0, "future"), (facts(gist="字" * 201), 0, "long_gist"),
        (facts(kind=K.CIRCLED), 1, "circled"), (facts(L.CENTRE), 0, "central"),
        (facts(L.CENTRE, leader_name="", leader_post="", gist=""), 1, "central"),
    ],
)  # fmt: skip
def test_what_may_not_be_kept_is_refused_and_nothing_is_written(house, given, units, code):
    named, before = [make.UnitFactory() for _ in range(units)], LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        registered(*named, given=given)

    assert (refused.value.code, Instruction.objects.count(), InstructionTask.objects.count()) == (code, 0, 0)
    assert LedgerEntry.objects.count() == before


def test_the_database_itself_keeps_the_central_level_bare(house):
    with pytest.raises(IntegrityError), transaction.atomic():
        Instruction.objects.create(
            target_kind="opinion", target_id=1, level=L.CENTRE, kind=K.SUBSTANTIVE, gist="x", keeper_role="x",
            instructed_on=date(2026, 3, 16), recorded_by_name="x",
        )  # fmt: skip


def test_a_mistaken_entry_leaves_the_figures_and_what_units_owed(house):
    made = registered(make.UnitFactory())
    with pytest.raises(Refused) as silent:
        services.void(instruction=made, reason=" ", by=make.clerk(), at=LATER)

    services.void(instruction=made, reason="登错了对象", by=make.clerk(), at=LATER)

    made.refresh_from_db()
    assert (silent.value.code, made.state, made.tasks.get().state) == ("no_reason", InstructionState.VOID, T.VOID)
    assert queries.counts_of(Instruction.objects.all()) == []


def test_circling_is_counted_apart(house):
    registered()
    registered(given=facts(kind=K.CIRCLED))
    registered(given=facts(L.CENTRE, leader_name="", leader_post="", gist=""))

    found = queries.counts_of(Instruction.objects.all())

    assert [(each.level, each.instructions, each.circled) for each in found] == [
        (L.DISTRICT_GOV, 1, 1), (L.CENTRE, 1, 0)
    ]  # fmt: skip


def test_offices_read_all_a_leader_the_own_and_nobody_else_any(house):
    leader = make.leader()
    own = registered(given=facts(leader_user_id=leader.user_id))
    other = registered()

    for reader in (make.clerk(), make.as_role(Role.OFFICE_CLERK), make.secretary_general()):
        assert seen(reader) == {own, other}
    assert seen(leader) == {own}
    for stranger in (make.as_member(make.member()), make.unit()[1], make.as_role(Role.COMMITTEE_CLERK)):
        assert seen(stranger) == set()


@pytest.mark.parametrize("who", ["leader", "secretary-general", "member", "unit"])
def test_only_the_offices_keep_the_register(house, who):
    people = {
        "leader": make.leader, "secretary-general": make.secretary_general, "unit": lambda: make.unit()[1],
        "member": lambda: make.as_member(make.member()),
    }  # fmt: skip
    made, by = registered(make.UnitFactory()), people[who]()
    task = made.tasks.get()
    acts = [
        lambda: registered(by=by), lambda: services.void(instruction=made, reason="错", by=by, at=LATER),
        lambda: services.feed_back(task=task, words="已办", by=by, at=LATER),
        lambda: services.put_off(task=task, to=date(2026, 5, 1), reason="延", by=by, at=LATER),
        lambda: services.cancel(task=task, reason="不办", by=by, at=LATER),
    ]  # fmt: skip

    for act in acts:
        with pytest.raises(PermissionDenied):
            act()

    task.refresh_from_db()
    assert (task.state, Instruction.objects.count()) == (T.RUNNING, 1)


def test_a_later_day_keeps_the_first(house):
    task = registered(make.UnitFactory()).tasks.get()
    with pytest.raises(Refused) as earlier:
        services.put_off(task=task, to=DUE, reason="延", by=make.clerk(), at=LATER)

    moved = services.put_off(task=task, to=date(2026, 4, 30), reason="待批复", by=make.clerk(), at=LATER)

    (row,) = moved.moves.all()
    assert (earlier.value.code, moved.first_due_on, row.old_due_on) == ("not_later", DUE, DUE)


def test_the_ledger_lists_what_may_be_listed_and_counts_the_rest(browser):
    registered(make.unit("住建局")[0])
    registered(given=facts(L.CENTRE, leader_name="", leader_post="", gist="", register_reference="办文12号"))
    client = browser(make.clerk())

    page = client.get("/yunxi/instructions/?year=2026").content.decode()

    assert GIST in page
    assert (page.count("<th scope"), "本级政府领导：区长 贺建平" in page) == (7, True)
    assert "只计数，不逐条列" in page
    assert "办文12号" not in page
    assert client.get("/yunxi/instructions/?year=2026&kind=circled").content.decode().count(GIST) == 0


def test_the_central_entry_has_no_page_of_its_own(browser):
    made = registered(given=facts(L.CENTRE, leader_name="", leader_post="", gist=""))

    assert browser(make.clerk()).get(f"/yunxi/instructions/{made.public_id}/").status_code == 404


def test_a_unit_reads_its_own_task_and_no_other(browser):
    unit, by_unit = make.unit("住建局")
    own, other = registered(unit).tasks.get(), registered(make.UnitFactory()).tasks.get()
    client = browser(by_unit)

    assert GIST in client.get(f"/yunxi/instructions/tasks/{own.public_id}/").content.decode()
    assert client.get(f"/yunxi/instructions/tasks/{other.public_id}/").status_code == 404
    assert client.get(f"/yunxi/instructions/{own.instruction.public_id}/").status_code == 403
    assert client.get("/yunxi/instructions/").status_code == 403
    assert SecurityEvent.objects.filter(what="not_found").count() == 1


def test_a_unit_reports_back_on_the_page(browser):
    unit, by_unit = make.unit()
    task = registered(unit).tasks.get()
    client, page = browser(by_unit), f"/yunxi/instructions/tasks/{task.public_id}/"

    empty = client.post(f"{page}feed-back/", {"words": " ", "hat": by_unit.hat.grant_id})
    done = client.post(f"{page}feed-back/", {"words": "已定方案。", "hat": by_unit.hat.grant_id})

    task.refresh_from_db()
    assert (empty.status_code, done.status_code, task.state) == (200, 302, T.FED_BACK)
    assert client.post(f"{page}close/", {"hat": by_unit.hat.grant_id}).status_code == 403


def test_on_paper_level_and_leader_stand_apart(house):
    registered()

    sheet = ledger(make.clerk(), {"year": "2026"})

    assert [each.title for each in sheet.columns][:4] == ["日期", "层级", "领导", "方式"]
    assert sheet.rows[0][:4] == ("2026年3月16日", "本级政府领导", "区长 贺建平", "批示")
    assert {len(row) for row in sheet.rows} == {len(sheet.columns)} == {8}


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_ledger_is_taken_out_by_its_readers(browser, form):
    registered()
    found = f"{address('document:paper', code='instruction-ledger', format=form)}?year=2026"

    assert browser(make.clerk()).get(found).status_code == 200
    assert browser(make.as_member(make.member())).get(found).status_code == 403


def test_the_gist_goes_out_of_sight_with_the_piece(house):
    piece = make.opinion(OpinionState.ISSUED)
    made = registered(target=piece)

    quarantine.quarantine(subject=piece, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=LATER)

    made.refresh_from_db()
    assert GIST not in made.gist


def test_the_ledger_takes_a_fixed_number_of_statements(browser):
    client, counts = browser(make.clerk()), []
    registered(make.UnitFactory())
    client.get("/yunxi/instructions/?year=2026")
    for more in (1, 2):
        for _ in range(more):
            registered(make.UnitFactory())
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/yunxi/instructions/?year=2026").status_code == 200
        counts.append(sum("SAVEPOINT" not in each["sql"] for each in caught.captured_queries))

    assert counts[0] == counts[1] <= 12
