"""The address book as each role sees it: masked, opened by the rule of the organisation, each reading noted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.kernel.permissions import may
from yizheng.org.enums import ContactLevel
from yizheng.org.models import Oversight, ReadingLog, Seat
from yizheng.org.ringing import ringable
from yizheng.plan.tests import factories as plan
from yizheng.plenary import queries
from yizheng.plenary.tests import factories as make

NUMBERS = [f"1990000001{n}" for n in range(8)]
LEVELS = (ContactLevel.OFFICE, ContactLevel.COLLEAGUES, ContactLevel.MEMBERS)


@pytest.fixture
def plenary(house, now):
    pack, clerk, people = make.published()
    for number, row in enumerate(people):
        row.person.phone, row.person.contact_level = NUMBERS[number], LEVELS[number % 3]
        row.person.save()
    return pack, clerk, people


@pytest.fixture
def phone(browser):
    """Give the phone of a person who wears one hat."""

    def of(user_id, role=Role.MEMBER):
        RoleGrant.objects.get_or_create(user_id=user_id, role=role, label=role.label, valid_from=plan.FROM)
        return browser(user_id)

    return of


def test_no_page_shows_a_number_before_it_is_asked_for(plenary, phone, browser):
    pack, clerk, people = plenary
    before = ReadingLog.objects.count()

    for page in (phone(people[0].person.user_id), browser(clerk.user_id)):
        text = page.get(f"/yunxi/plenary/{pack.public_id}/book/").content.decode()
        assert [number for number in NUMBERS if number in text] == []
        assert "199********" in text
    assert ReadingLog.objects.count() == before


def test_a_number_is_opened_by_its_level_and_the_reading_is_noted(plenary, phone, browser):
    pack, clerk, people = plenary
    rows = {row.membership_id: row for row in queries.here(pack)}
    mine = phone(people[0].person.user_id)

    def ask(page, member):
        return page.post(f"/yunxi/plenary/people/{rows[member.pk].public_id}/phone/")

    colleague, stranger, everybody = people[1], people[4], people[5]
    answers = [ask(mine, each) for each in (colleague, stranger, everybody, people[3])]

    assert [answer.status_code for answer in answers] == [200, 403, 200, 403]
    assert NUMBERS[1] in answers[0].content.decode()
    noted = ReadingLog.objects.order_by("id").values_list("person", "purpose", "field_names")
    assert list(noted) == [(each.person_id, "contact", ["phone"]) for each in (colleague, everybody)]
    assert NUMBERS[4] in ask(browser(clerk.user_id), stranger).content.decode()
    assert ReadingLog.objects.filter(person=stranger.person).count() == 1


def test_the_list_of_buttons_is_what_the_rule_says_for_every_role(plenary):
    pack, clerk, people = plenary
    body = plan.BodyFactory()
    for row in people[2:5]:
        Seat.objects.create(membership=row, body=body, valid_from=plan.FROM)
    Seat.objects.create(membership=people[7], body=body, valid_from=plan.FROM)
    leader = make.worn(people[6], Role.LEADER)
    Oversight.objects.create(body=body, person=people[6].person, valid_from=plan.FROM)
    asked = [row.membership.person for row in queries.here(pack)]
    actors = [
        clerk, leader, *(make.worn(row) for row in people), *(plan.seat(role) for role in Role),
        plan.seat(Role.COMMITTEE_CLERK, body=body, name="林专干"),
    ]  # fmt: skip

    for actor in actors:
        allowed = {person.pk for person in asked if may("org.read_phone", actor, person)}
        assert ringable(actor, asked) == allowed, actor.hat.role
    assert 0 < len(ringable(leader, asked)) < len(asked)


def test_as_many_queries_for_one_as_for_all(plenary):
    pack, _, people = plenary
    asked, actor = [row.membership.person for row in queries.here(pack)], make.worn(people[0])

    def count(some):
        with CaptureQueriesContext(connection) as seen:
            ringable(actor, some)
        return len(seen)

    assert count(asked[:1]) == count(asked)
