"""The three administrators change by two persons, and nobody confirms what is their own."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.models import AdministratorChange, RoleGrant
from yizheng.accounts.services import appointing, end_role
from yizheng.accounts.tests.factories import grant, make_committee, make_user
from yizheng.kernel import scoping
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.todo.models import Todo

pytestmark = pytest.mark.django_db
AT = timezone.make_aware(timezone.datetime(2026, 3, 12, 9, 0))
THREE = {"sys": Role.SYS_ADMIN, "security": Role.SECURITY_ADMIN, "audit": Role.AUDIT_ADMIN}


@pytest.fixture
def house():
    committee = make_committee("linjiang")
    with scoping.scope(committee):
        yield committee


@pytest.fixture
def three(house):
    """The three administrators as actors, by their short names."""
    return {name: seated(house, role) for name, role in THREE.items()}


def seated(house, role):
    user = make_user(role.label)
    return Actor(user.pk, user.name, grant(user, house, role.value, label=role.label).hat())


def login_of(actor):
    return held(actor).user


def held(actor):
    return RoleGrant.objects.get(pk=actor.hat.grant_id)


def browser(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def proposed(by, user=None, role=Role.AUDIT_ADMIN):
    return appointing.propose_appointment(user=user or make_user("邵新任"), role=role, reason="岗位调整", by=by, at=AT)


def dismissal(by, whose):
    return appointing.propose_dismissal(grant=held(whose), reason="已调离", by=by, at=AT)


def everything():
    tables = (RoleGrant, AdministratorChange, LedgerEntry, Todo)
    return [list(table.objects.order_by("id").values()) for table in tables]


def refused(service, **kwargs):
    """Return the code of a refusal that changed nothing."""
    before = everything()
    with pytest.raises(Refused) as refusal, transaction.atomic():
        service(**{"at": AT, **kwargs})
    assert everything() == before
    return refusal.value.code


def owing():
    return sorted(Todo.objects.filter(closed_at__isnull=True).values_list("role", flat=True))


def acts():
    return list(LedgerEntry.objects.order_by("id").values_list("act", "kind", "actor_name"))


def test_one_proposes_and_a_second_confirms(three):
    change = proposed(three["security"])
    assert owing() == ["audit_admin", "sys_admin"]
    assert not RoleGrant.objects.filter(user=change.user).exists()

    done = appointing.confirm(change=change, by=three["audit"], at=AT)

    held = RoleGrant.objects.get(user=change.user)
    assert (held.role, held.valid_from, held.valid_to) == ("audit_admin", AT.date(), None)
    assert (done.state, done.decided_by_id, owing()) == ("confirmed", three["audit"].user_id, [])
    assert acts() == [
        ("propose_administrator_change", "administrator_change", "安全管理员"),
        ("confirm_administrator_change", "administrator_change", "审计管理员"),
        ("grant_role", "role_grant", "审计管理员"),
    ]


def test_a_role_is_taken_away_by_two_as_well(three):
    change = dismissal(three["sys"], three["security"])
    assert owing() == ["audit_admin"]

    appointing.confirm(change=change, by=three["audit"], at=AT)

    assert RoleGrant.objects.get(pk=three["security"].hat.grant_id).valid_to == AT.date()
    assert [act for act, _, _ in acts()][1:] == ["confirm_administrator_change", "end_role"]


def test_nobody_decides_what_is_their_own(three, house):
    appointed, taken = proposed(three["security"]), dismissal(three["sys"], three["audit"])

    for change, by in ((appointed, three["security"]), (taken, three["sys"]), (taken, three["audit"])):
        assert refused(appointing.confirm, change=change, by=by) == "own"
        assert refused(appointing.refuse, change=change, by=by, reason="不妥") == "own"
    assert refused(appointing.propose_appointment, user=login_of(three["sys"]), role=Role.AUDIT_ADMIN, reason="x",
                   by=three["sys"]) == "own"  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        AdministratorChange.objects.filter(pk=taken.pk).update(state="confirmed", decided_by_id=three["sys"].user_id)


def test_only_the_three_have_a_part_in_it(three, house):
    change, clerk = proposed(three["security"]), seated(house, Role.OFFICE_CLERK)
    before = everything()

    for service, kwargs in (
        (appointing.confirm, {"change": change, "by": clerk}),
        (appointing.refuse, {"change": change, "by": clerk, "reason": "x"}),
        (appointing.withdraw, {"change": change, "by": three["audit"]}),
        (appointing.propose_dismissal, {"grant": change.grant, "reason": "x", "by": three["audit"]}),
        (appointing.appoint_first, {"user": change.user, "by": three["security"]}),
    ):
        with pytest.raises(PermissionDenied), transaction.atomic():
            service(**{"at": AT, **kwargs})

    assert everything() == before


def test_a_proposal_is_turned_down_or_taken_back_and_then_over(three):
    one, other = proposed(three["security"]), proposed(three["sys"])

    appointing.refuse(change=one, reason="人选不妥", by=three["sys"], at=AT)
    appointing.withdraw(change=other, by=three["sys"], at=AT)

    assert owing() == []
    assert refused(appointing.confirm, change=one, by=three["audit"]) == "stale"
    assert refused(appointing.confirm, change=other, by=three["audit"]) == "stale"
    assert not RoleGrant.objects.filter(user__in=[one.user, other.user]).exists()


def test_what_cannot_be_proposed(three):
    waiting = proposed(three["security"])

    def code(user, role, reason="岗位调整"):
        by = three["sys"]
        return refused(appointing.propose_appointment, user=user, role=role, reason=reason, by=by)

    assert code(waiting.user, Role.AUDIT_ADMIN) == "waiting"
    assert code(login_of(three["audit"]), Role.AUDIT_ADMIN) == "held"
    assert code(login_of(three["audit"]), Role.SECURITY_ADMIN) == "two_of_three"
    assert code(make_user(), Role.AUDIT_ADMIN, " ") == "no_reason"


def test_a_proposal_of_who_is_no_administrator_any_more_is_void(three, house):
    seated(house, Role.SYS_ADMIN)
    change = proposed(three["security"])
    appointing.confirm(change=dismissal(three["sys"], three["security"]), by=three["audit"], at=AT)

    assert refused(appointing.confirm, change=change, by=three["sys"]) == "proposer_gone"


def test_two_administrators_stay_whatever_is_confirmed(three):
    first, second = dismissal(three["sys"], three["security"]), dismissal(three["sys"], three["sys"])
    appointing.confirm(change=first, by=three["audit"], at=AT)

    assert refused(appointing.confirm, change=second, by=three["audit"]) == "too_few"
    assert refused(appointing.propose_dismissal, grant=held(three["audit"]), reason="x", by=three["sys"]) == "too_few"


def test_by_the_door_of_business_roles_no_administrator_is_ended(three):
    kwargs = {"grant": held(three["audit"]), "on": AT.date(), "by": three["sys"]}

    assert refused(end_role, **kwargs) == "two_persons"


def test_a_fresh_house_comes_to_its_three(house):
    first = seated(house, Role.SYS_ADMIN)
    client, second, third = browser(login_of(first)), make_user("韩守门"), make_user("岳看账")

    def page(user):
        return f"/linjiang/logins/{user.public_id}/appoint/"

    assert refused(appointing.propose_appointment, user=second, role=Role.AUDIT_ADMIN, reason="x",
                   by=first) == "nobody_confirms"  # fmt: skip
    assert client.post(page(second)).status_code == 302
    assert RoleGrant.objects.get(user=second).role == "security_admin"
    assert refused(appointing.appoint_first, user=third, by=first, at=timezone.now()) == "two_persons"
    client.post(page(third), {"role": "audit_admin", "reason": "组建"})
    change = AdministratorChange.objects.get()
    assert browser(second).post(f"/linjiang/logins/administrators/{change.public_id}/confirm/").status_code == 302

    assert RoleGrant.objects.get(user=third).role == "audit_admin"


def test_the_pages_offer_each_only_what_is_theirs(three, house):
    change, clerk = proposed(three["security"]), seated(house, Role.OFFICE_CLERK)
    path = f"/linjiang/logins/administrators/{change.public_id}/"

    guard = browser(login_of(three["security"]))
    seen = {name: browser(login_of(each)).get(path) for name, each in {**three, "clerk": clerk}.items()}
    buttons = {name: [b["label"] for b in page.context["buttons"]] for name, page in seen.items() if name != "clerk"}

    assert buttons == {"sys": ["确认", "不同意"], "audit": ["确认", "不同意"], "security": ["撤回"]}
    assert seen["clerk"].status_code == 403
    assert [guard.post(f"{path}{act}/").status_code for act in ("confirm", "refuse")] == [403, 403]
    assert "任命邵新任为审计管理员" in browser(login_of(three["audit"])).get("/linjiang/").content.decode()
    change.refresh_from_db()
    assert change.state == "proposed"
