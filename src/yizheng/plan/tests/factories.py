"""
A small invented office and plan for tests: 云溪区政协, one department, one leader, one plan.

Everything is made inside the open scope; `seat` gives a person in a role as the services see them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.org.enums import BodyKind, PostKind, UnitCategory
from yizheng.org.models import Body, OrgUnit, Person, PostHolding
from yizheng.plan.enums import EvidenceKind, PartyRole, PlanState, TaskState
from yizheng.plan.models import PlanItem, PlanSection, PlanTask, PlanTopic, TaskEvidence, TaskParty, WorkPlan

FROM = date(2020, 1, 1)


class CommitteeFactory(DjangoModelFactory[Committee]):
    """A committee; the one model made outside a scope."""

    class Meta:
        model = Committee

    slug = factory.Sequence(lambda n: f"office-{n}")
    full_name = "中国人民政治协商会议云溪区委员会"
    short_name = "云溪区政协"


class UserFactory(DjangoModelFactory[User]):
    """A login."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user-{n}")
    name = "周文清"


class PersonFactory(DjangoModelFactory[Person]):
    """A human being."""

    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"林书{n}")
    sort_key = factory.Sequence(lambda n: f"lin shu {n:04}")


class PostFactory(DjangoModelFactory[PostHolding]):
    """A post held by a person."""

    class Meta:
        model = PostHolding

    person = factory.SubFactory(PersonFactory)
    post = PostKind.VICE_CHAIRPERSON
    rank = factory.Sequence(lambda n: n + 1)
    valid_from = FROM


class BodyFactory(DjangoModelFactory[Body]):
    """A department of the committee."""

    class Meta:
        model = Body

    kind = BodyKind.SPECIAL_COMMITTEE
    short_name = factory.Sequence(lambda n: f"专委{n}")
    full_name = factory.LazyAttribute(lambda o: f"{o.short_name}员会")
    order = factory.Sequence(lambda n: n + 1)
    valid_from = FROM


class UnitFactory(DjangoModelFactory[OrgUnit]):
    """An outside unit."""

    class Meta:
        model = OrgUnit

    name = factory.Sequence(lambda n: f"区属{n}局")
    category = UnitCategory.GOVERNMENT
    order = factory.Sequence(lambda n: n + 1)
    valid_from = FROM


class PlanFactory(DjangoModelFactory[WorkPlan]):
    """A plan in force."""

    class Meta:
        model = WorkPlan

    year = 2026
    title = "政协云溪区委员会2026年工作要点"
    issuing_body = "政协云溪区委员会"
    adopted_on = date(2026, 2, 20)
    adopted_meeting = "区政协三届二次常委会议"
    doc_number = "云溪协〔2026〕3号"
    note = "活动时间可能调整，以具体通知为准。"
    state = PlanState.ISSUED


class SectionFactory(DjangoModelFactory[PlanSection]):
    """A section of a plan."""

    class Meta:
        model = PlanSection

    plan = factory.SubFactory(PlanFactory)
    order = factory.Sequence(lambda n: n + 1)
    number = "一"
    title = "围绕中心议政建言"
    year = 2026


class ItemFactory(DjangoModelFactory[PlanItem]):
    """An item of a plan."""

    class Meta:
        model = PlanItem

    section = factory.SubFactory(SectionFactory)
    plan = factory.SelfAttribute("section.plan")
    order = factory.Sequence(lambda n: n + 1)
    number = factory.SelfAttribute("order")
    number_raw = factory.LazyAttribute(lambda o: f"{o.number}．")
    heading = "开展养老服务专题协商"
    text = "围绕居家养老服务，组织委员视察、座谈，召开专题协商会，报送协商成果。"


class TaskFactory(DjangoModelFactory[PlanTask]):
    """A task of November, due on Monday 30 November 2026."""

    class Meta:
        model = PlanTask

    plan = factory.SubFactory(PlanFactory)
    month = 11
    month_start = factory.SelfAttribute("month")
    month_end = factory.SelfAttribute("month_start")
    seq_in_month = factory.Sequence(lambda n: n + 1)
    content = factory.Sequence(lambda n: f"组织委员视察养老服务{n}")
    state = TaskState.PLANNED
    due_on = date(2026, 11, 30)


class PartyFactory(DjangoModelFactory[TaskParty]):
    """A department of a task; `body` is made anew unless given."""

    class Meta:
        model = TaskParty

    task = factory.SubFactory(TaskFactory)
    role = PartyRole.DEPARTMENT
    body = factory.SubFactory(BodyFactory)
    person = None
    unit = None
    display_text = factory.LazyAttribute(lambda o: str(o.body or o.unit or o.person))


class EvidenceFactory(DjangoModelFactory[TaskEvidence]):
    """One line that shows that a task was done."""

    class Meta:
        model = TaskEvidence

    task = factory.SubFactory(TaskFactory)
    kind = EvidenceKind.MEETING_RECORD
    note = "见11月5日主席会议记录"
    happened_on = date(2026, 11, 5)
    given_by_name = "许岚"
    given_at = factory.LazyFunction(lambda: moment(5))


class TopicFactory(DjangoModelFactory[PlanTopic]):
    """A research topic of the annex."""

    class Meta:
        model = PlanTopic

    plan = factory.SubFactory(PlanFactory)
    order = factory.Sequence(lambda n: n + 1)
    title = "居家养老服务供给"


def moment(day: int, month: int = 11, hour: int = 10) -> Any:
    """Return a moment of 2026 in Asia/Shanghai."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


def seat(
    role: Role = Role.OFFICE_CLERK, *, name: str = "周文清", body: Body | None = None, unit: OrgUnit | None = None
) -> Actor:
    """Give a person with a login a role, narrowed to a body or unit, and return them wearing it."""
    scope_kind = "body" if body else "org_unit" if unit else ""
    grant = RoleGrant.objects.create(
        user=UserFactory(name=name),
        role=role,
        label=role.label,
        scope_kind=scope_kind,
        scope_id=(body or unit).pk if body or unit else None,
        valid_from=FROM,
    )
    hat = grant.hat()
    return Actor(user_id=grant.user_id, name=name, hat=hat, hats=(hat,))


def carried(task: PlanTask, *bodies: Body) -> PlanTask:
    """Let departments carry a task: the first leads, all stand in its text."""
    for order, body in enumerate(bodies):
        PartyFactory(task=task, body=body, order=order)
    task.departments_text = [body.short_name for body in bodies]
    task.save(update_fields=["departments_text"])
    return task


def led(task: PlanTask, *people: Person) -> PlanTask:
    """Let leaders be in charge of a task."""
    for order, person in enumerate(people):
        PartyFactory(task=task, role=PartyRole.LEADER, body=None, person=person, order=order)
    task.leaders_text = [person.name for person in people]
    task.save(update_fields=["leaders_text"])
    return task
