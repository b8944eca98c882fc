"""A token is its owner in one hat, narrowed to scopes and a date; whatever ends one of these ends it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.config.api import api
from yizheng.interface import bearer, services
from yizheng.interface.models import ApiToken
from yizheng.kernel import json_door, scoping
from yizheng.kernel.acting import Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import ActKey, LedgerEntry, SecurityEvent
from yizheng.kernel.token_scopes import Scope, scope_of
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.plan.tests.untouched import nothing_changes
from yizheng.proposal.enums import HandlingState, ProposalState
from yizheng.proposal.models import Proposal
from yizheng.proposal.tests import factories as make

from .conftest import Program

S = ProposalState
TEXT = {"title": "关于修路的建议", "background": "路坏了", "suggestions": ["修好"], "declared_unclassified": True}


def said(answer):
    """Return what an answer says."""
    return answer.status_code, answer.json()["code"], answer.json()["message"]


def events():
    """Return what the audit administrator reads."""
    return list(SecurityEvent.objects.order_by("id").values_list("what", "permission", "user_id"))


def test_a_program_reads_and_acts_as_its_owner_in_that_hat(program):
    unit, made = make.UnitFactory(), make.proposal(S.ASSIGNED)
    handling, actor = make.handling(made, unit), make.as_unit(unit)
    system = program(actor)

    listed = system.get("handlings/").json()["rows"]
    signed = system.post(f"handlings/{handling.public_id}/sign-for/")

    assert ([row["id"] for row in listed], signed.status_code) == ([str(handling.public_id)], 200)
    row = LedgerEntry.objects.get(act="sign_for")
    assert (row.source, row.actor_id, row.hat_label) == (Source.API, actor.user_id, actor.hat.label)
    assert ApiToken.objects.get().last_used_on == timezone.localdate()


def test_only_the_digest_is_kept(program):
    system = program(make.as_member(make.member()))
    written = system.headers["Authorization"].removeprefix("Bearer ")

    row = ApiToken.objects.values().get()

    assert row["digest"] == bearer.digest(written)
    assert written not in str(row)
    assert written not in str(list(LedgerEntry.objects.values()))


def test_the_token_wears_its_own_hat_whatever_else_the_person_is(program):
    unit = make.UnitFactory()
    actor = make.as_unit(unit)
    system = program(actor)
    RoleGrant.objects.create(
        user_id=actor.user_id, role=Role.PROPOSAL_CLERK, label="提案委", valid_from=date(2026, 1, 1), rank=-5
    )
    draft = make.proposal(S.SUBMITTED)

    assert system.get(f"proposals/{draft.public_id}/").status_code == 404


def test_a_repeated_key_acts_once(program):
    make.SessionFactory()
    system, key = program(make.as_member(make.member())), {"Idempotency-Key": str(uuid.uuid4())}

    first, second = (system.post("proposals/", TEXT, **key) for _ in range(2))

    assert (first.status_code, second.json()) == (200, first.json())
    assert (Proposal.objects.count(), ActKey.objects.count()) == (1, 1)


def end_hat(actor):
    RoleGrant.objects.filter(pk=actor.hat.grant_id).update(valid_to=timezone.localdate())


def close_login(actor):
    User.objects.filter(pk=actor.user_id).update(is_active=False)


def issue_password(actor):
    User.objects.filter(pk=actor.user_id).update(must_change_password=True)


def run_out(actor):
    ApiToken.objects.update(valid_until=timezone.localdate() - timedelta(days=1))


def revoke(actor):
    services.revoke_token(token=ApiToken.objects.get(), by=actor, at=timezone.now())


@pytest.mark.parametrize(
    ("end", "code", "sentence"),
    [
        (end_hat, "token_hat", bearer.NO_HAT), (close_login, "token_login", bearer.NO_LOGIN),
        (issue_password, "token_password", bearer.TO_CHANGE), (run_out, "token_expired", bearer.EXPIRED),
        (revoke, "token_revoked", bearer.REVOKED),
    ],
)  # fmt: skip
def test_what_ends_hat_login_or_token_ends_its_use_and_is_noted(program, end, code, sentence):
    make.SessionFactory()
    actor = make.as_member(make.member())
    system = program(actor)
    assert system.get("proposals/").status_code == 200
    end(actor)

    with nothing_changes():
        answer = system.post("proposals/", TEXT)

    assert said(answer) == (401, code, sentence)
    assert events() == [("token_refused", code, actor.user_id)]


def test_on_its_last_day_it_still_holds(program):
    assert program(make.as_member(make.member()), days=0).get("proposals/").status_code == 200


def test_a_wrong_token_is_told_nothing_and_fills_no_list(house, now):
    wrong = Program("yz_nobody")

    answers = [wrong.get("proposals/") for _ in range(bearer.REFUSED_TILL_SILENT + 5)]

    assert {said(answer) for answer in answers} == {(401, "token_unknown", bearer.UNKNOWN)}
    assert len(events()) == bearer.REFUSED_TILL_SILENT


def test_a_token_opens_its_own_committee_only(program):
    system = program(make.as_member(make.member()))
    other = CommitteeFactory(slug="haishan")
    system.slug = other.slug

    assert said(system.get("proposals/"))[:2] == (401, "token_unknown")
    system.slug = "nowhere"
    assert said(system.get("proposals/"))[:2] == (404, "not_found")


def test_a_token_opens_no_page_and_a_cookie_beside_it_means_nothing(program, browser):
    member, clerk = make.as_member(make.member()), make.clerk()
    system, page = program(member), browser(clerk)
    submitted = make.proposal(S.SUBMITTED)

    assert system.client.get("/yunxi/proposals/", headers=system.headers).status_code == 302
    path = f"/api/yunxi/proposals/{submitted.public_id}/"
    assert page.get(path).status_code == 200
    assert page.get(path, headers=system.headers).status_code == 404


def test_a_session_still_needs_the_mark_against_forgery(program, browser):
    make.SessionFactory()
    page = Client(enforce_csrf_checks=True)
    page.force_login(
        User.objects.get(pk=make.as_member(make.member()).user_id),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )

    answer = page.post("/api/yunxi/proposals/", TEXT, content_type="application/json")

    assert said(answer)[:2] == (403, "csrf")


def test_an_act_outside_the_scopes_is_refused_by_the_name_of_the_scope(program):
    make.SessionFactory()
    system = program(make.as_member(make.member()), Scope.READ)

    with nothing_changes():
        answer = system.post("proposals/", TEXT)

    assert said(answer) == (
        403, "scope",
        "这个令牌没有“提案起草、联名和提交”（proposal.write）这一项，什么都没有改动。请在“接口令牌”页另做一个。",
    )  # fmt: skip
    assert answer.json()["scope"] == "proposal.write"
    assert events()[0][:2] == ("forbidden", "token scope proposal.write")


def test_without_reading_nothing_is_read(program):
    system = program(make.as_member(make.member()), Scope.PROPOSAL_WRITE)

    assert said(system.get("proposals/"))[:2] == (403, "scope")


def test_what_no_scope_names_no_token_does(program):
    system = program(make.as_role(Role.OFFICE_CLERK))

    with nothing_changes():
        answer = system.post(f"plan/tasks/{uuid.uuid4()}/start/")

    assert said(answer) == (403, "scope", "这件事不能用接口令牌办，什么都没有改动。请本人在网页上办。")


def test_every_change_at_the_door_asks_for_a_scope_or_is_closed_to_tokens():
    found = {}
    for _prefix, router in ((each[0], each[1]) for each in api._router_registrations):
        for view in router.path_operations.values():
            for operation in view.operations:
                if operation.methods != ["GET"]:
                    assert operation.methods == ["POST"]
                    assert operation.view_func.is_act, operation.view_func.__name__
                    found[operation.view_func.__name__] = scope_of(operation.view_func)

    assert {name for name, scope in found.items() if scope == Scope.PROPOSAL_WRITE} == {
        "begin_proposal", "write_proposal", "submit_proposal", "answer_invitation", "take_topic",
    }  # fmt: skip
    assert {name for name, scope in found.items() if scope == Scope.FEEDBACK_WRITE} == {
        "give_feedback", "rate_implementation", "confirm_contact", "object_to_contact",
    }  # fmt: skip
    assert {name for name, scope in found.items() if scope == Scope.HANDLING_WRITE} == {
        "sign_for_handling", "record_contact", "send_co_opinion", "countersign_reply", "draft_reply", "finish_reply",
        "issue_reply", "comment_share", "request_adjustment", "ask_extension", "write_second_reply",
    }  # fmt: skip
    assert {name for name, scope in found.items() if scope == Scope.OPINION_WRITE} == {
        "begin_opinion", "write_opinion", "submit_opinion", "withdraw_opinion", "answer_conversion", "see_feedback",
    }  # fmt: skip
    assert {name for name, scope in found.items() if scope == Scope.SLIP_WRITE} == {
        "sign_for_slip", "reply_slip", "decline_slip",
    }  # fmt: skip
    assert {name for name, scope in found.items() if scope == Scope.PLENARY_WRITE} == {
        "move_plenary_seat", "add_schedule_item", "change_schedule_item", "write_group_brief",
    }  # fmt: skip


def test_the_schema_names_the_token_and_the_scope_of_each_address():
    schema = api.get_openapi_schema(path_prefix="/api/{committee}/")

    assert schema["components"]["securitySchemes"]["TokenAuth"] == {"type": "http", "scheme": "bearer"}
    assert schema["paths"]["/api/{committee}/proposals/"]["post"]["x-token-scope"] == "proposal.write"
    assert schema["paths"]["/api/{committee}/proposals/"]["get"]["x-token-scope"] == "read"


def test_a_program_that_calls_too_fast_is_told_to_wait(program, monkeypatch):
    monkeypatch.setattr(bearer, "CALLS_A_MINUTE", 2)
    system = program(make.as_member(make.member()))

    answers = [system.get("proposals/") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (answers[2].json()["code"], answers[2].headers["Retry-After"]) == ("too_many", "60")


def test_a_rule_refuses_with_the_sentence_of_the_page(program):
    handling = make.handling(make.proposal(S.HANDLING), state=HandlingState.CONTACTED)
    system = program(make.as_unit(handling.unit))

    with nothing_changes():
        answer = system.post(f"handlings/{handling.public_id}/issue/", {"signed_by_name": "贺建平"})

    assert said(answer)[:2] == (409, "no_reply")


def test_other_credentials_are_no_token(house, now):
    answer = Client().get("/api/yunxi/proposals/", headers={"Authorization": "Basic eXo6eXo="})

    assert said(answer) == (401, "not_signed_in", json_door.NOT_SIGNED_IN)


# Making and taking away


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": " "}, "no_name"), ({"scopes": []}, "no_scope"), ({"valid_until": date(2026, 3, 15)}, "bad_date"),
        ({"valid_until": date(2026, 9, 13)}, "bad_date"),
    ],
)  # fmt: skip
def test_a_token_without_use_scope_or_end_is_not_made(house, now, changed, code):
    given = {"name": "办公系统", "scopes": [Scope.READ], "valid_until": date(2026, 9, 12), **changed}

    actor = make.as_member(make.member())
    with nothing_changes(), pytest.raises(Refused) as refused:
        services.make_token(**given, by=actor, at=now)

    assert refused.value.code == code


def test_nobody_holds_more_than_ten(house, now):
    actor = make.as_member(make.member())
    given = {"name": "办公系统", "scopes": [Scope.READ], "valid_until": date(2026, 9, 12), "by": actor, "at": now}
    for _ in range(10):
        services.make_token(**given)

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.make_token(**given)

    assert refused.value.code == "too_many"


def test_a_token_is_made_on_the_page_and_shown_once(browser):
    page = browser(make.as_member(make.member()))

    made = page.post(
        "/yunxi/tokens/new/", {"name": "办公系统", "scopes": ["read", "proposal.write"], "valid_until": "2026-06-01"}
    )
    first, second = (page.get("/yunxi/tokens/shown/").content.decode() for _ in range(2))

    token = ApiToken.objects.get()
    assert (made.status_code, made.url) == (302, "/yunxi/tokens/shown/")
    assert (token.scopes, token.valid_until) == (["read", "proposal.write"], date(2026, 6, 1))
    assert first.count("yz_") == 1
    assert "yz_" not in second
    assert LedgerEntry.objects.get(act="make_token").object_id == token.pk


@pytest.mark.parametrize("role", [Role.SYS_ADMIN, Role.AUDIT_ADMIN, Role.LEADER, Role.UNIT_LEADER, Role.OBSERVER])
def test_roles_without_work_for_a_system_make_none(browser, role):
    page = browser(make.as_role(role))

    with nothing_changes():
        answer = page.post("/yunxi/tokens/new/", {"name": "系统", "scopes": ["read"], "valid_until": "2026-06-01"})

    assert answer.status_code == 403


def test_a_strict_role_makes_one_only_after_the_second_step(browser, settings):
    page = browser(make.as_unit(make.UnitFactory()))
    settings.DOOR = type(settings.DOOR)(**{**vars(settings.DOOR), "require_totp": True})

    answer = page.post("/yunxi/tokens/new/", {"name": "系统", "scopes": ["read"], "valid_until": "2026-06-01"})

    assert (answer.status_code, answer.url.startswith("/accounts/")) == (302, True)
    assert not ApiToken.objects.exists()


def test_the_owner_and_the_security_administrator_take_a_token_away_and_nobody_else(browser, program, house):
    owner = make.as_member(make.member())
    program(owner)
    token = ApiToken.objects.get()
    path = f"/yunxi/tokens/{token.public_id}/revoke/"

    with nothing_changes():
        assert browser(make.as_member(make.member())).post(path).status_code == 404
        assert browser(make.as_role(Role.SYS_ADMIN)).post(path).status_code == 404

    answer = browser(make.as_role(Role.SECURITY_ADMIN)).post(path)
    again = browser(owner).post(path)

    assert (answer.url, again.status_code) == ("/yunxi/tokens/all/", 409)
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert LedgerEntry.objects.filter(act="revoke_token").count() == 1


def test_the_security_administrator_lists_all_and_a_person_their_own(browser, program, django_assert_max_num_queries):
    one, two = make.as_member(make.member("林书")), make.as_member(make.member("何琴"))
    program(one)
    program(two)

    admin = browser(make.as_role(Role.SECURITY_ADMIN))
    with django_assert_max_num_queries(12):
        listed = admin.get("/yunxi/tokens/all/").content.decode()
    own = browser(one).get("/yunxi/tokens/").content.decode()

    assert ("林书" in listed, "何琴" in listed) == (True, True)
    assert own.count("/revoke/") == 1
    assert browser(one).get("/yunxi/tokens/all/").status_code == 403


def test_the_page_says_when_there_is_none(browser):
    assert "还没有令牌" in browser(make.as_member(make.member())).get("/yunxi/tokens/").content.decode()


def test_a_token_is_read_in_the_scope_of_the_address(program):
    program(make.as_member(make.member()))

    with scoping.scope_of(CommitteeFactory(slug="haishan").slug, None):
        assert not ApiToken.objects.exists()


def test_a_member_finds_the_way_here_below_the_ways_of_being_told(browser):
    page = browser(make.as_member(make.member())).get("/yunxi/notices/choices/").content.decode()

    assert ('href="/yunxi/tokens/"' in page, 'href="/yunxi/webhooks/"' in page) == (True, True)
    assert (
        "/yunxi/tokens/"
        not in browser(make.as_unit(make.UnitFactory(), leader=True)).get("/yunxi/notices/choices/").content.decode()
    )
