"""What is typed into an address or a body by hand: it asks for nothing, or is refused; it is never a defect."""

import json
import uuid

import pytest

from yizheng.accounts.enums import Role
from yizheng.config.tests.every_address import every_address

from . import factories as make
from .everything import WORD, everything
from .test_doors_outsiders import as_it_stands

ROOMS = ("proposal", "promise", "ballot")
PAGES = [
    each for each in every_address()
    if each.room in ROOMS and each.in_committee and not {kind for _, kind in each.arguments} & {"uuid", "int"}
]  # fmt: skip
NAMES = ("year", "page", "q", "show", "level", "by", "tier", "session", "unit", "counted", "sort", "kind", "what", "id")
NASTY = ("99999999999999999999", "-1", "0", "２０２６", "٣", "a\0b", "1e309", "[]", "'--", "x" * 5000)
ABOUT = ("/proposals/", "/handlings/", "/feedback/", "/promises/", "/planned-shares/")
API = [
    each for each in every_address()
    if each.is_json and len(each.arguments) > 1 and any(about in each.path("yunxi") for about in ABOUT)
]  # fmt: skip
BODY = {
    "title": "改题", "edition": 1, "agrees": True, "attitude": "satisfied", "result": "satisfied",
    "rating": "satisfied", "stage": "before", "mode": "phone", "happened_on": "2026-03-12", "unit_people": "某",
    "proposer_people": "某", "notes": "某", "text": "某", "signed_by_name": "某", "reason": "某", "words": "某",
    "due_on": "2026-12-01", "to": "2026-12-01", "body": "某", "class_mark": "A", "progress": [], "objects": False,
}  # fmt: skip
"""What each act of the JSON interface can read, so that its form is no reason to refuse."""


def test_no_list_breaks_over_what_is_typed_into_its_address(house, now, browser):
    """Each name gets another value each time round."""
    page = browser(everything().people["clerk"])
    broken = []
    for turn in (0, 3, 7):
        asked = {name: NASTY[(turn + place) % len(NASTY)] for place, name in enumerate(NAMES)}
        broken += [each.name for each in PAGES if page.get(each.path("yunxi"), asked).status_code >= 500]

    assert broken == []


def test_a_number_beyond_the_column_names_no_share(house, now, browser):
    page = browser(make.clerk())

    for number in ("9" * 30, "0"):
        assert page.get(f"/yunxi/assignment/shares/{number}/").status_code == 404


@pytest.mark.parametrize("role", ["member", Role.UNIT_CLERK])
def test_outsiders_find_nothing_through_the_json_interface(house, now, browser, role):
    whole, unit = everything(secrecy="internal"), make.UnitFactory()
    actor = make.as_member(make.member()) if role == "member" else make.as_unit(unit)
    page, before = browser(actor), as_it_stands()
    parts = ("proposals/", "proposals/signers/", "handlings/", "feedback/", "promises/", "assignment/shares/")
    objects = [each for prefix in parts for each in whole.by_prefix[prefix]]

    told = []
    for each in API:
        for obj in objects:
            path = each.path("yunxi", obj.public_id)
            for answer in (page.get(path), page.post(path, json.dumps(BODY), content_type="application/json")):
                if answer.status_code not in (403, 404, 405) or WORD in answer.content.decode():
                    told.append((each.name, answer.status_code))

    assert len(API) > 5
    assert told == []
    assert as_it_stands() == before


def test_a_key_of_an_act_of_somebody_else_repeats_nothing(house, now, browser):
    key, topic = str(uuid.uuid4()), everything().by_prefix["proposals/topics/"][0]
    one, two = (browser(make.as_member(make.member())) for _ in range(2))
    url = f"/yunxi/proposals/topics/{topic.public_id}/take-topic/"

    first, other, again = (page.post(url, {"act_key": key}) for page in (one, two, one))

    assert first.url == again.url != other.url
