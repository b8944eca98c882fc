"""The pages of the organisation: what each role sees, what stays hidden, how many questions a list asks."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel.models import Level
from yizheng.org import services
from yizheng.org.enums import AssociationKind, ContactLevel, ParticipatingKind, UnitCategory
from yizheng.org.models import Association, Membership, Person, ReadingLog, Seat
from yizheng.org.urls import urlpatterns

from .conftest import Browser
from .house import ACT, START, TODAY, House, lead, member, nominee, nothing_changes, person, seat, standing

LISTS = (
    "members",
    "sectors",
    "bodies",
    "grassroots",
    "units",
    "parties",
    "associations",
    "terms",
    "superior",
    "choices",
)


def page(browser: Browser, path: str, role: Role = Role.OFFICE_CLERK) -> str:
    response = browser(seat(role)).get(f"/xishan/org/{path}")
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def words(text: str) -> str:
    """The words of the page without its marks, spaces run together."""
    text = text[text.index("<main") : text.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def fill(house: House, n: int) -> None:
    """Make one more of everything that the lists show."""
    row = member(house.education, f"梁书{n}", phone=f"1380000{n:04}", affiliation="民盟", ethnicity="回族")
    services.seat_member(membership=row, body=house.economic, on=START, **ACT)
    services.choose_seats(membership=row, bodies=[house.urban], **ACT)
    services.move_to_grassroots_unit(people=[row.person], to=house.east, on=START, **ACT)
    services.appoint_convener(sector=house.education, membership=row, on=START, **ACT)
    services.invite_superior_member(
        person=person(f"上官{n}"), term=house.term, level=Level.PREFECTURE, joined_on=START, **ACT
    )
    unit = services.found_unit(name=f"区第{n}局", category=UnitCategory.GOVERNMENT, valid_from=START, **ACT)
    services.add_unit_contact(unit=unit, name="何联", duty="联络员", phone="13900001111", valid_from=START, **ACT)
    services.add_unit_alias(unit=unit, text=f"{n}局", valid_from=START, **ACT)
    services.register_participating_body(
        name=f"第{n}党派", short_name=f"{n}党", kind=ParticipatingKind.PARTY, valid_from=START, **ACT
    )
    club = services.found_association(
        name=f"第{n}研究会", kind=AssociationKind.RESEARCH, founded_on=START, ends_on=date(2027, 1, 1), **ACT
    )
    services.join_association(association=club, person=row.person, on=START, **ACT)
    services.open_session(term=house.term, ordinal=n, opens=date(2022, 1, n), closes=date(2022, 1, n + 3), **ACT)


@pytest.mark.parametrize("name", [*LISTS, "composition"])
def test_a_list_asks_no_more_for_three_rows_than_for_one(name: str, house: House, browser: Browser) -> None:
    client = browser(seat(Role.OFFICE_CLERK))
    fill(house, 12)
    client.get(f"/xishan/org/{name}/")
    with CaptureQueriesContext(connection) as one:
        assert client.get(f"/xishan/org/{name}/").status_code == 200
    fill(house, 13)
    fill(house, 14)

    with CaptureQueriesContext(connection) as three:
        client.get(f"/xishan/org/{name}/")

    assert len(three) == len(one), [q["sql"][:200] for q in three.captured_queries]


EMPTY = {
    "members": "换一个条件，或者看全部。", "sectors": "开启一届时按字典设立", "bodies": "由办公室新设。",
    "grassroots": "由办公室新设。", "units": "或者由办公室登记。", "parties": "都在这里登记。",
    "associations": "都在这里登记。", "terms": "从开启第一届开始。", "superior": "先登记人员",
    "choices": "委员再选的时候，这里会列出来。",
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_what_to_do(name: str, committee: Any, browser: Browser) -> None:
    assert EMPTY[name] in words(page(browser, f"{name}/"))


def test_the_roll_is_narrowed_and_found_by_name(house: House, browser: Browser) -> None:
    wanted = member(house.education, "𠮷志远")
    services.seat_member(membership=wanted, body=house.economic, on=START, **ACT)
    services.move_to_grassroots_unit(people=[wanted.person], to=house.east, on=START, **ACT)
    member(house.economy, "韩㛃")

    for query in (
        "q=𠮷", f"sector={house.education.public_id}", f"body={house.economic.public_id}",
        f"body={house.east.public_id}",
    ):  # fmt: skip
        shown = words(page(browser, f"members/?{query}"))
        assert "𠮷志远" in shown
        assert "韩㛃" not in shown
    assert "韩㛃" in words(page(browser, "members/?q=韩　㛃"))
    assert "没有这样的委员" in page(browser, "members/?q=查无此人")


def test_who_left_is_found_by_state_only(house: House, browser: Browser) -> None:
    gone = member(house.education, "曾去也")
    services.resign(membership=gone, ruling=standing(), on=TODAY, **ACT)

    assert "曾去也" not in words(page(browser, "members/"))
    assert "曾去也" in words(page(browser, "members/?state=resigned"))


def test_two_persons_of_one_name_are_told_apart(house: House, browser: Browser) -> None:
    member(house.education, "李文", employer="溪山中学")
    member(house.economy, "李文")

    shown = words(page(browser, "members/"))

    assert "李文（溪山中学）" in shown
    assert "李文（经济）" in shown


def test_one_phone_used_twice_is_warned_about(house: House, browser: Browser) -> None:
    one = member(house.education, "甘一", phone="138 0000 1234")
    member(house.economy, "甘二", phone="13800001234")

    shown = page(browser, f"people/{one.person.public_id}/")

    assert "登记的电话和甘二的相同" in words(shown)
    assert "13800001234" not in shown


def test_nominees_are_for_named_persons_only(house: House, browser: Browser) -> None:
    hidden = nominee(house.education, "秘而不宣")
    member(house.education, "公之于众")
    of_person = f"people/{hidden.person.public_id}/"

    assert "秘而不宣" in words(page(browser, "members/?state=proposed"))
    assert "秘而不宣" in words(page(browser, of_person, Role.SECRETARY_GENERAL))
    for role in (Role.LEADER, Role.COMMITTEE_CLERK, Role.MEMBER, Role.OBSERVER):
        client = browser(seat(role))
        for path in ("members/", "members/?state=proposed", "members/?q=秘而不宣", "sectors/", "terms/"):
            assert "秘而不宣" not in words(client.get(f"/xishan/org/{path}").content.decode())
        assert client.get(f"/xishan/org/{of_person}").status_code == 404
    assert "在任委员 1 名" in words(page(browser, "members/", Role.LEADER))


def test_sealed_fields_open_for_a_purpose_and_the_reading_is_noted(house: House, browser: Browser) -> None:
    row = member(house.education, "江一", phone="13811112222", ethnicity="满族", birth_date="1968-03-12")
    path = f"/xishan/org/people/{row.person.public_id}/"
    client = browser(seat(Role.OFFICE_CLERK, "周文清"))

    before = client.get(path).content.decode()
    with nothing_changes():
        refused = client.post(f"{path}read/", {"act_key": str(uuid.uuid4())}).content.decode()
    opened = client.post(f"{path}read/", {"purpose": "roll", "act_key": str(uuid.uuid4())})

    for closed in (before, refused):
        assert "13811112222" not in closed
        assert "满族" not in closed
    assert "13811112222" in opened.content.decode()
    assert "满族" in opened.content.decode()
    assert "no-store" in opened.headers["Cache-Control"]
    assert [(log.reader_name, log.purpose) for log in ReadingLog.objects.all()] == [("周文清", "roll")]
    assert "周文清" in words(client.get(path).content.decode())


def test_a_member_reads_their_own_fields_without_a_note(house: House, browser: Browser) -> None:
    row = member(house.education, "江一", phone="13811112222")
    client = browser(seat(Role.MEMBER, "江一", scope=row, of=row.person))

    response = client.get("/xishan/org/mine/", follow=True)

    assert "13811112222" in response.content.decode()
    assert not ReadingLog.objects.exists()


def test_a_leader_opens_the_fields_of_those_they_lead_only(house: House, browser: Browser) -> None:
    mine, other = (member(house.education, name, phone="13811112222") for name in ("江一", "江二"))
    services.seat_member(membership=mine, body=house.economic, on=START, **ACT)
    leader = seat(Role.LEADER, "沈领", of=lead("沈领", house.economic))
    client = browser(leader)
    typed = {"purpose": "contact", "act_key": str(uuid.uuid4())}

    assert client.post(f"/xishan/org/people/{mine.person.public_id}/read/", typed).status_code == 200
    with nothing_changes():
        refused = client.post(f"/xishan/org/people/{other.person.public_id}/read/", typed)
    assert refused.status_code in (403, 404)
    assert "13811112222" not in refused.content.decode()


@pytest.mark.parametrize(
    ("level", "in_sector", "may"),
    [
        (ContactLevel.OFFICE, True, False),
        (ContactLevel.COLLEAGUES, True, True),
        (ContactLevel.COLLEAGUES, False, False),
        (ContactLevel.MEMBERS, False, True),
    ],
)
def test_a_phone_is_shown_as_far_as_its_owner_lets_it(
    level: ContactLevel, in_sector: bool, may: bool, house: House, browser: Browser
) -> None:
    row = member(house.education, "江一", phone="13811112222", contact_level=level)
    asking = member(house.education if in_sector else house.economy, "江二")
    client = browser(seat(Role.MEMBER, "江二", scope=asking, of=asking.person))

    response = client.post(f"/xishan/org/people/{row.person.public_id}/ring/", {"act_key": str(uuid.uuid4())})

    assert ("13811112222" in response.content.decode()) is may
    assert ReadingLog.objects.count() == (1 if may else 0)


def test_a_member_chooses_and_the_office_approves_both_choices(house: House, browser: Browser) -> None:
    row = member(house.education, "江一")
    own, office = browser(seat(Role.MEMBER, "江一", scope=row, of=row.person)), browser(seat())
    typed = {"wish_0": str(house.economic.public_id), "wish_1": str(house.urban.public_id)}

    own.post(f"/xishan/org/membership/{row.public_id}/choose/", {**typed, "act_key": str(uuid.uuid4())})
    assert "2 项专委会选择等您审核" in words(office.get("/xishan/org/choices/").content.decode())
    for each in Seat.objects.order_by("id"):
        answer = {"duty": "委员", "on": "2026-11-22", "act_key": str(uuid.uuid4())}
        office.post(f"/xishan/org/seat/{each.public_id}/approve/", answer)

    for chosen in (house.economic, house.urban):
        assert "江一" in words(office.get(f"/xishan/org/bodies/{chosen.public_id}/").content.decode())


def test_a_refused_form_says_why_and_keeps_what_was_typed(house: House, browser: Browser) -> None:
    row = member(house.education, "江一")
    typed = {
        "meeting": "五届三次常委会议", "decided_on": "2026-11-20", "whole": "45", "present": "40", "in_favour": "22",
        "against": "10", "abstained": "8", "on": "2026-11-21", "reason": "违反章程", "act_key": str(uuid.uuid4()),
    }  # fmt: skip

    with nothing_changes():
        response = browser(seat()).post(f"/xishan/org/membership/{row.public_id}/remove/", typed)

    assert response.status_code == 409
    assert "全体过半数要23票赞成，现在是22票" in response.content.decode()
    assert "五届三次常委会议" in response.content.decode()


def test_a_former_name_finds_the_unit(house: House, browser: Browser) -> None:
    unit = services.found_unit(name="区规划局", category=UnitCategory.GOVERNMENT, valid_from=START, **ACT)
    services.rename_unit(unit=unit, name="区自然资源局", on=TODAY, **ACT)

    assert "区自然资源局" in words(page(browser, "units/?q=规划局"))


def test_a_society_whose_term_runs_out_is_marked(house: House, browser: Browser) -> None:
    services.found_association(
        name="溪山诗词研究会", kind=AssociationKind.RESEARCH, founded_on=START, ends_on=date(2026, 12, 31), **ACT
    )

    assert "快要届满" in words(page(browser, "associations/"))
    only = Association.objects.get()
    assert "请督促按期换届" in words(page(browser, f"associations/{only.public_id}/"))


def _acts() -> list[Any]:
    return [each for each in urlpatterns if "org/new/" in str(each.pattern)]


@pytest.mark.parametrize("pattern", _acts(), ids=str)
def test_each_page_that_makes_something_opens_for_the_office_and_for_nobody_else(
    pattern: Any, house: House, browser: Browser
) -> None:
    path = f"/xishan/{pattern.pattern}"

    assert browser(seat()).get(path).status_code == 200
    assert browser(seat(Role.MEMBER)).get(path).status_code in (403, 404)


def _on_things(house: House) -> dict[str, Callable[[], Any]]:
    row = member(house.education, "江一")
    fill(house, 12)
    unit = services.found_unit(name="区教育局", category=UnitCategory.GOVERNMENT, valid_from=START, **ACT)
    contact = services.add_unit_contact(
        unit=unit, name="何联", duty="联络员", phone="13900001111", valid_from=START, **ACT
    )
    leader = lead("沈领", house.economic)
    return {
        "term": house.term, "person": row.person, "membership": row, "sector": house.education,
        "seat": Seat.objects.first(), "holding": leader.posts.get(), "body": house.economic, "unit": unit,
        "contact": contact, "association": Association.objects.get(),
    }  # fmt: skip


def test_each_act_page_opens_for_the_office_and_is_shut_to_a_leader(house: House, browser: Browser) -> None:
    things = _on_things(house)
    office, leader = browser(seat()), browser(seat(Role.LEADER))
    patterns = [str(each.pattern) for each in urlpatterns]
    acts = [each for each in patterns if re.match(r"org/(\w+)/<uuid:public_id>/[\w-]+/$", each)]
    shut = []

    for pattern in acts:
        kind = pattern.split("/")[1]
        if kind not in things:
            continue
        path = "/xishan/" + pattern.replace("<uuid:public_id>", str(things[kind].public_id))
        assert office.get(path).status_code == 200, path
        shut.append(leader.get(path).status_code)

    assert len(shut) > 35
    assert set(shut) <= {403, 404}


def test_the_office_registers_nominates_and_confirms_by_forms(house: House, browser: Browser) -> None:
    client = browser(seat())

    def act(path: str, **typed: str) -> None:
        response = client.post(f"/xishan/org/{path}/", {**typed, "act_key": str(uuid.uuid4())})
        assert response.status_code == 302, words(response.content.decode())

    act("new/person", name="石　磊", gender="m", contact_level="office", phone="139-1111-2222", birth_date="1970-02-03")
    made = Person.objects.get(name="石磊")
    act(
        f"person/{made.public_id}/propose", sector=str(house.education.public_id), role="member", joined_on="2026-11-01"
    )
    row = Membership.objects.get(person=made)
    act(
        f"membership/{row.public_id}/activate", meeting="五届三次常委会议", decided_on="2026-11-20", on="2026-11-21",
    )  # fmt: skip
    act(f"membership/{row.public_id}/seat", body=str(house.economic.public_id), duty="副主任", on="2026-11-21")
    act(f"person/{made.public_id}/move", to=str(house.east.public_id), duty="成员", on="2026-11-21")

    row.refresh_from_db()
    assert (made.phone, made.birth_date, row.state) == ("13911112222", "1970-02-03", "active")
    shown = words(client.get(f"/xishan/org/bodies/{house.economic.public_id}/").content.decode())
    assert "石磊 副主任" in shown
