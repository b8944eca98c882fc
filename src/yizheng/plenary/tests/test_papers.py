"""What a plenary prints opens in Word and holds the names."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from docx import Document

from yizheng.accounts.enums import Role
from yizheng.document import drawing
from yizheng.kernel import papers
from yizheng.kernel.models import LedgerEntry
from yizheng.org.models import ReadingLog
from yizheng.plan.tests.factories import seat
from yizheng.plenary import queries, services, showing
from yizheng.plenary.enums import FacilityKind
from yizheng.plenary.models import Attendee
from yizheng.plenary.services import Where
from yizheng.plenary.tests import factories as make
from yizheng.speech.tests import factories as speech

pytestmark = pytest.mark.usefixtures("house")


def word(code, actor, **asked):
    made = papers.offered(code).build(actor, {name: str(value) for name, value in asked.items()})
    document = Document(io.BytesIO(drawing.word(made)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.fixture
def plenary():
    pack, clerk, people = make.published(joint=1)
    where = Where(FacilityKind.BUS, "1号车", "8:10在大门口发车")
    bus = services.set_facility(pack=pack, where=where, by=clerk, at=make.AT)
    services.send_group(group=make.group_of(pack), facility=bus, by=clerk, at=make.AT)
    everybody = queries.here(pack)
    services.set_presidium(
        pack=pack, executive=everybody[:1], secretary_general=everybody[1], members=everybody[2:3], by=clerk,
        at=make.AT,
    )  # fmt: skip
    return pack, clerk, people


def test_the_handbook_holds_schedule_presidium_groups_buses_seats_and_rules(plenary):
    pack, clerk, people = plenary

    text = word("plenary-handbook", clerk, pack=pack.public_id)

    assert [each.person.name for each in people if each.person.name not in text] == []
    for words in (
        "三届五次会议会议手册", "开幕会", "09:00", "第一组（", "常务主席（1人）", "秘书长（1人）", "8:10在大门口发车",
        "座位图", "1排1座", "会前书面请假。", "第一联组",
    ):  # fmt: skip
        assert words in text


def test_the_handbook_holds_the_order_of_speeches_once_the_list_is_approved(plenary):
    pack, clerk, _ = plenary
    call = speech.call()
    pack.session = call.session
    pack.save(update_fields=["session"])
    speech.listed(call, title="加装电梯要一楼一策")

    before = word("plenary-handbook", clerk, pack=pack.public_id)
    speech.settled(call)

    assert "大会发言次序" not in before
    text = word("plenary-handbook", clerk, pack=pack.public_id)
    assert "大会发言次序" in text
    assert "加装电梯要一楼一策" in text


def test_a_brief_leaves_with_its_number_and_who_said_what(plenary):
    pack, clerk, people = plenary
    brief = make.issued(make.group_of(pack), clerk, "加装电梯要有章法。\n先易后难。")

    text = word("plenary-brief", make.worn(people[7]), brief=brief.public_id)

    first = queries.members_of(make.group_of(pack))[0]
    assert "第1期　大会秘书处编　2026年12月1日" in text
    assert f"{first}（{first.membership.sector}）：加装电梯要有章法。" in text
    assert "先易后难。" in text


def test_schedule_groups_rooms_and_chart_are_tables_of_their_own(plenary):
    pack, clerk, people = plenary
    names = [each.person.name for each in people]

    assert "开幕会" in word("plenary-schedule", clerk, pack=pack.public_id)
    assert "1号车" in word("plenary-rooms", clerk, pack=pack.public_id)
    for code in ("plenary-groups", "plenary-seats"):
        text = word(code, clerk, pack=pack.public_id)
        assert [name for name in names if name not in text] == []


def test_a_wide_stage_stands_in_lines_as_wide_as_the_hall():
    pack, clerk, _ = make.published((6, 4), seats_a_row=2, rows=5, stage_seats=5)
    chosen = queries.here(pack)[:5]
    services.set_presidium(pack=pack, executive=chosen, secretary_general=None, members=[], by=clerk, at=make.AT)
    services.seat_all(pack=pack, by=clerk, at=make.AT)

    chart = showing.chart(pack, queries.here(pack))

    assert [label for label, _ in chart][:4] == ["主席台1—2号", "主席台3—4号", "主席台5—5号", "1排"]
    assert [place.who for place in chart[1][1]] == [chosen[0], chosen[2]]
    assert max(len(seats) for _, seats in chart) == 2


def test_the_address_book_leaves_with_a_ledger_row_and_a_reading_of_each(plenary):
    pack, clerk, people = plenary
    person = people[0].person
    person.phone = "19900000017"
    person.save()
    before = ReadingLog.objects.count()

    text = word("plenary-book", clerk, pack=pack.public_id)

    assert "19900000017" in text
    assert ReadingLog.objects.count() == before + len(people)
    row = LedgerEntry.objects.get(act="take_address_book")
    assert (row.object_id, row.fields) == (pack.pk, {"people": len(people)})
    with pytest.raises(PermissionDenied):
        word("plenary-book", seat(Role.COMMITTEE_CLERK), pack=pack.public_id)
    assert LedgerEntry.objects.filter(act="take_address_book").count() == 1


def test_what_is_not_published_prints_for_no_member():
    pack, _, people = make.arranged()

    for code in ("plenary-handbook", "plenary-schedule", "plenary-groups", "plenary-rooms", "plenary-seats"):
        with pytest.raises(Http404):
            word(code, make.worn(people[0]), pack=pack.public_id)
        with pytest.raises(Http404):
            word(code, make.worn(people[0]), pack="no id")
    with pytest.raises(Http404):
        word("plenary-brief", make.worn(people[0]), brief=Attendee.objects.first().public_id)
