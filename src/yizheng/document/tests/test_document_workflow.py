"""The machine of a document: who may do what in which state, and what holds under any order of acts."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yizheng.accounts.enums import Role
from yizheng.document import services
from yizheng.document.enums import DocumentState
from yizheng.document.models import Document, DocumentVersion, GivenNumber
from yizheng.document.queries import documents_visible_to
from yizheng.document.workflow import DOCUMENT_MACHINE
from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.workflow import available

from .office import AT, TODAY, WORDING, drafted, everything, fresh, leader, make_committee, scan, seat

DRAFTER, OFFICE, CHIEF, LEADER, OTHER = "拟稿人", "办公室", "秘书长", "领导", "别的专委会"
ARCHIVIST, MEMBER, ADMIN = "档案员", "委员", "系统管理员"
EVERYBODY = (DRAFTER, OFFICE, CHIEF, LEADER, OTHER, ARCHIVIST, MEMBER, ADMIN)

MAY: dict[str, set[str]] = {
    "revise_document": {DRAFTER, OFFICE, CHIEF},
    "submit_document": {DRAFTER, OFFICE, CHIEF},
    "amend_document": {OFFICE, CHIEF},
    "check_document": {OFFICE, CHIEF},
    "countersign_document": {OFFICE, CHIEF},
    "sign_document": {CHIEF, LEADER},
    "record_document_signature": {OFFICE},
    "number_document": {OFFICE},
    "issue_document": {OFFICE},
    "archive_document": {OFFICE, ARCHIVIST},
    "return_document": {OFFICE, CHIEF, LEADER},
}
IN_STATE: dict[str, set[str]] = {
    "revise_document": {"drafting", "returned"},
    "submit_document": {"drafting", "returned"},
    "amend_document": {"submitted", "checked", "countersigned"},
    "check_document": {"submitted"},
    "countersign_document": {"checked", "countersigned"},
    "sign_document": {"checked", "countersigned"},
    "record_document_signature": {"checked", "countersigned"},
    "number_document": {"signed"},
    "issue_document": {"numbered"},
    "archive_document": {"issued"},
    "return_document": {"submitted", "checked", "countersigned"},
}
SEES: dict[str, set[str]] = {
    DRAFTER: set(DocumentState.values),
    OFFICE: set(DocumentState.values),
    CHIEF: set(DocumentState.values),
    ARCHIVIST: set(DocumentState.values),
    LEADER: set(DocumentState.values) - {"drafting", "submitted", "returned"},
    OTHER: set(),
    MEMBER: set(),
    ADMIN: set(),
}


@pytest.fixture
def people(house: Any) -> dict[str, Actor]:
    roles = {
        OFFICE: Role.OFFICE_CLERK, CHIEF: Role.SECRETARY_GENERAL, LEADER: Role.LEADER, OTHER: Role.COMMITTEE_CLERK,
        ARCHIVIST: Role.ARCHIVIST, MEMBER: Role.MEMBER, ADMIN: Role.SYS_ADMIN,
    }  # fmt: skip
    hats = {name: Actor(-number, name, Hat(role)) for number, (name, role) in enumerate(roles.items(), start=1)}
    return {**hats, DRAFTER: seat(Role.COMMITTEE_CLERK)}


def test_the_table_names_every_act() -> None:
    assert {row.name for row in DOCUMENT_MACHINE.transitions} == IN_STATE.keys() == MAY.keys()


@pytest.mark.parametrize("state", DocumentState.values)
def test_the_buttons_of_each_person_in_each_state(state: str, people: dict[str, Actor]) -> None:
    document = drafted(people[DRAFTER])
    document.state = state

    offered = {name: {row.name for row in available(DOCUMENT_MACHINE, document, people[name])} for name in EVERYBODY}

    assert offered == {name: {act for act in MAY if state in IN_STATE[act] and name in MAY[act]} for name in EVERYBODY}


@pytest.mark.parametrize("state", DocumentState.values)
def test_who_sees_a_document_in_each_state(state: str, people: dict[str, Actor]) -> None:
    document = drafted(people[DRAFTER])
    document.state, document.number = state, "云溪协〔2026〕1号"
    document.save(update_fields=["state", "number"])

    seen = {name for name in EVERYBODY if documents_visible_to(people[name]).exists()}

    assert seen == {name for name in EVERYBODY if state in SEES[name]}


class DocumentLife(RuleBasedStateMachine):
    """A document under any order of acts by any of its people."""

    @initialize()
    def begin(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.scope = tenancy.scope(make_committee())
        self.scope.__enter__()
        roles = (Role.OFFICE_CLERK, Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.LEADER, Role.MEMBER)
        self.people = [seat(role) for role in roles]
        self.leader = leader()
        self.document = drafted(self.people[0])
        self.acts = 1

    def teardown(self) -> None:
        if hasattr(self, "scope"):
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    @rule(
        name=st.sampled_from(
            [
                "submit",
                "check",
                "countersign",
                "sign",
                "record",
                "number",
                "issue",
                "archive",
                "back",
                "revise",
                "amend",
            ]
        ),
        who=st.integers(0, 4),
        good=st.booleans(),
    )
    def act(self, name: str, who: int, good: bool) -> None:
        before = everything()
        try:
            with transaction.atomic():
                self._do(name, {"document": self.document, "by": self.people[who], "at": AT}, good)
        except (Refused, PermissionDenied):
            assert everything() == before
        else:
            self.acts += 1

    def _do(self, name: str, common: dict[str, Any], good: bool) -> None:
        typed = f"云溪协〔2026〕{self.acts}号" if good else "错号"
        reason = "看过" if good else " "
        wording = {"wording": WORDING, "is_clean": good}
        more: dict[str, tuple[Any, dict[str, Any]]] = {
            "submit": (services.submit, {}),
            "check": (services.check, {}),
            "countersign": (services.countersign, {"who": reason}),
            "sign": (services.sign, {}),
            "record": (
                services.record_signature,
                {"signer": self.leader, "signed_on": TODAY, "scan": scan() if good else None},
            ),
            "number": (services.number, {"prefix": "云溪协", "year": 2026, "typed": typed}),
            "issue": (services.issue, {"issued_on": TODAY, "sent_by": "printed", "printed_copies": None}),
            "archive": (services.archive, {}),
            "back": (services.send_back, {"reason": reason}),
            "revise": (services.revise, wording),
            "amend": (services.amend, {**wording, "reason": reason}),
        }
        function, values = more[name]
        function(**common, **values)

    @invariant()
    def the_course_is_that_of_the_table(self) -> None:
        if not hasattr(self, "document"):
            return
        rows = list(LedgerEntry.objects.filter(kind="document", object_id=self.document.pk).order_by("id"))
        assert len(rows) == self.acts
        for earlier, later in itertools.pairwise(rows):
            row = DOCUMENT_MACHINE.get(later.act)
            assert later.from_state == earlier.to_state
            assert later.from_state in row.sources
            assert later.to_state == (row.target or later.from_state)
        assert fresh(self.document).state == rows[-1].to_state

    @invariant()
    def versions_and_numbers_are_whole(self) -> None:
        if not hasattr(self, "document"):
            return
        now = fresh(self.document)
        ordinals = list(DocumentVersion.objects.order_by("ordinal").values_list("ordinal", flat=True))
        assert ordinals == list(range(1, now.version + 1))
        has_number = now.state in ("numbered", "issued", "archived")
        assert bool(now.number) == has_number
        assert GivenNumber.objects.count() == int(has_number)
        assert Document.objects.count() == 1


@pytest.mark.django_db
def test_a_document_lives_by_its_table_whatever_happens() -> None:
    calm = settings(max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(DocumentLife, settings=calm)  # type: ignore[no-untyped-call]
