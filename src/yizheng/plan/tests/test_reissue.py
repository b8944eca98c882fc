"""Issue and 批转: numbers in their official form, the Party committee's notice recorded as received (F029, F030)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.http import Http404

from yizheng.accounts.enums import Role
from yizheng.attachment import services as attachment
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.org.models import Setting
from yizheng.plan import doc_numbers, reissue_papers, services
from yizheng.plan.enums import PlanState
from yizheng.plan.models import WorkPlan
from yizheng.plan.reissue import Notice, in_official_order, names_in

from .conftest import Browser
from .factories import PlanFactory, moment, seat
from .untouched import nothing_changes

NOTICE = Notice(
    by="中共云溪区委",
    title="批转《政协云溪区委员会2026年工作要点》的通知",
    number="云委[2026]05号",
    dated=date(2026, 1, 25),
    to="各镇党委，区直各单位",
    copies=("区总工会", "区法院", "区政府办公室", "区人大常委会办公室", "区纪委监委", "区委各部门"),
    issued_by="中共云溪区委办公室",
    printed=date(2026, 1, 26),
)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("云溪协〔2026〕3号", "云溪协〔2026〕3号"),
        ("云溪协[2026]3号", "云溪协〔2026〕3号"),
        ("云溪协(2026)3号", "云溪协〔2026〕3号"),
        ("云溪协（2026）第03号", "云溪协〔2026〕3号"),
        (" 云溪协【２０２６】 ０３ 号 ", "云溪协〔2026〕3号"),
        ("云溪协〔2026〕12", "云溪协〔2026〕12号"),
        ("　", ""),
    ],
)
def test_a_number_is_written_in_its_official_form(typed: str, written: str) -> None:
    assert doc_numbers.normal(typed) == written


@pytest.mark.parametrize(
    "typed", ["3号", "〔2026〕3号", "云溪协2026年3号", "云溪协〔26〕3号", "云溪协〔2026〕0号", "无"]
)
def test_what_is_no_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        doc_numbers.normal(typed)

    assert refused.value.message.startswith(f"文号“{typed}”读不懂。请写成")


def test_a_number_written_otherwise_than_typed_is_told() -> None:
    assert doc_numbers.hint("云溪协[2026]3号", "云溪协〔2026〕3号") == "文号已写成规范的“云溪协〔2026〕3号”。"
    assert doc_numbers.hint("云溪协〔2026〕3号", "云溪协〔2026〕3号") == ""


@pytest.fixture
def adopted(house: object) -> WorkPlan:
    return PlanFactory(state=PlanState.ADOPTED, doc_number="")


def test_an_own_series_gives_the_number_itself(adopted: WorkPlan, office: Actor) -> None:
    for key, value in {"document.number_source": "own", "document.prefixes": ["云溪协"]}.items():
        Setting.objects.create(key=key, value=value, valid_from=date(2026, 1, 1))

    issued = services.issue(plan=adopted, doc_number="", by=office, at=moment(22))

    assert issued.doc_number == "云溪协〔2026〕1号"


def test_a_number_stands_on_one_plan_only(adopted: WorkPlan, office: Actor) -> None:
    PlanFactory(year=2025, doc_number="云溪协〔2026〕3号")

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.issue(plan=adopted, doc_number="云溪协[2026]3号", by=office, at=moment(22))

    assert refused.value.code == "number_taken"


@pytest.mark.parametrize("state", [PlanState.ADOPTED, PlanState.ISSUED])
def test_a_notice_is_recorded_as_received(state: PlanState, office: Actor) -> None:
    plan = PlanFactory(state=state)
    scan = attachment.keep(file=ContentFile(b"%PDF-1.4\n%%EOF\n"), name="通知.pdf", by=office, at=moment(22))

    reissued = services.record_reissue(plan=plan, notice=NOTICE, scan=scan, by=office, at=moment(22))

    assert reissued.state == PlanState.REISSUED
    assert WorkPlan.objects.get(pk=plan.pk).reissue == {
        "by": "中共云溪区委",
        "title": "批转《政协云溪区委员会2026年工作要点》的通知",
        "number": "云委〔2026〕5号",
        "date": "2026-01-25",
        "addressees": "各镇党委，区直各单位",
        "copy_to": ["区委各部门", "区人大常委会办公室", "区政府办公室", "区纪委监委", "区法院", "区总工会"],
        "issued_by": "中共云溪区委办公室",
        "issued": "2026-01-26",
        "scan": str(scan.public_id),
    }
    row = LedgerEntry.objects.get(act="reissue_plan")
    assert (row.actor_name, row.source, row.entered_by_id) == ("中共云溪区委", "paper", office.user_id)
    assert row.reason == "云委〔2026〕5号"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"by": " "}, "no_organ"),
        ({"to": ""}, "no_addressee"),
        ({"dated": date(2026, 11, 23), "printed": None}, "future"),
        ({"printed": date(2026, 11, 23)}, "future"),
        ({"printed": date(2026, 1, 24)}, "printed_before"),
        ({"number": "第五号"}, "bad_number"),
    ],
)
@pytest.mark.usefixtures("house")
def test_a_notice_that_cannot_be_is_refused(change: dict[str, object], code: str, office: Actor) -> None:
    plan = PlanFactory()

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.record_reissue(plan=plan, notice=replace(NOTICE, **change), by=office, at=moment(22))  # type: ignore[arg-type]

    assert refused.value.code == code


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CHAIR_REVIEWED, PlanState.REISSUED, PlanState.CLOSED])
def test_only_a_plan_in_force_is_reissued_and_once(state: PlanState, office: Actor) -> None:
    plan = PlanFactory(state=state)

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.record_reissue(plan=plan, notice=NOTICE, by=office, at=moment(22))

    assert refused.value.code == "stale"


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("role", [Role.LEADER, Role.MEMBER, Role.COMMITTEE_CLERK])
def test_only_the_office_records_a_notice(role: Role) -> None:
    plan, by = PlanFactory(), seat(role)

    with nothing_changes(), pytest.raises(PermissionDenied):
        services.record_reissue(plan=plan, notice=NOTICE, by=by, at=moment(22))


@pytest.mark.usefixtures("house")
def test_the_notice_leaves_the_house_with_both_its_days(office: Actor) -> None:
    plan = services.record_reissue(plan=PlanFactory(), notice=NOTICE, by=office, at=moment(22))

    table = reissue_papers.notice(office, {"id": str(plan.public_id)})

    assert table.rows == (
        ("批转", "中共云溪区委"),
        ("通知", "批转《政协云溪区委员会2026年工作要点》的通知"),
        ("批转文号", "云委〔2026〕5号"),
        ("批转日期", "2026年1月25日"),
        ("主送", "各镇党委，区直各单位"),
        ("抄送", "区委各部门、区人大常委会办公室、区政府办公室、区纪委监委、区法院、区总工会"),
        ("印发机关", "中共云溪区委办公室"),
        ("印发日期", "2026年1月26日"),
    )


@pytest.mark.usefixtures("house")
def test_the_request_is_drafted_from_what_the_plan_knows(office: Actor) -> None:
    plan = PlanFactory(state=PlanState.ADOPTED)

    letter = reissue_papers.request(office, {"id": str(plan.public_id)})

    assert (letter.template, letter.title) == ("notice", "关于提请批转《政协云溪区委员会2026年工作要点》的请示")
    assert letter.context["paragraphs"][0] == (
        "2026年2月20日，区政协三届二次常委会议审议通过了《政协云溪区委员会2026年工作要点》（云溪协〔2026〕3号）。"
    )


@pytest.mark.usefixtures("house")
def test_no_paper_of_a_reissue_is_made_of_nothing(office: Actor) -> None:
    draft, plain = PlanFactory(state=PlanState.DRAFT), PlanFactory()

    for build, wanted in (
        (reissue_papers.request, str(draft.public_id)),
        (reissue_papers.notice, str(plain.public_id)),
        (reissue_papers.notice, "nonsense"),
    ):
        with pytest.raises(Http404):
            build(office, {"id": wanted})


def test_the_pages_of_the_office_issue_and_reissue_a_plan(office: Actor, browser: Browser) -> None:
    plan, client = PlanFactory(state=PlanState.ADOPTED, doc_number=""), browser(office)
    address = f"/yunxi/plan/{plan.public_id}/"
    typed = {"by": "中共云溪区委", "title": "通知", "number": "5号", "dated": "2026-01-25", "to": "各镇党委"}

    with nothing_changes():
        bad = client.post(f"{address}issue/", {"doc_number": "三号"})
        lost = client.post(f"{address}reissue/", typed)
    assert "文号“三号”读不懂" in bad.content.decode()
    assert "文号“5号”读不懂" in lost.content.decode()
    assert "各镇党委" in lost.content.decode()
    client.post(f"{address}issue/", {"doc_number": "云溪协[2026]3号"})
    client.post(f"{address}reissue/", {**typed, "number": "云委[2026]5号", "printed": "2026-01-26"})

    page = client.get(address).content.decode()
    for word in ("已批转", "云溪协〔2026〕3号", "云委〔2026〕5号", "2026年1月25日", "2026年1月26日", "各镇党委"):
        assert word in page


def test_the_pages_of_the_office_send_a_plan_through_its_chain(office: Actor, browser: Browser) -> None:
    plan, client = PlanFactory(state=PlanState.DRAFT, adopted_on=None, adopted_meeting=""), browser(office)
    address = f"/yunxi/plan/{plan.public_id}/"
    assert f"{address}approval/" in client.get(address).content.decode()

    answer = client.post(f"{address}approval/", {"summary": "提请审议。"})

    assert answer["Location"].startswith("/yunxi/approvals/")
    page = client.get(address).content.decode()
    assert f"{address}adopt/" not in page
    assert "党组会议" in page
    with nothing_changes():
        again = client.post(f"{address}approval/", {"summary": ""})
    assert again.status_code == 409
    assert "该工作要点正在呈批" in again.content.decode()


def test_copies_stand_in_official_order() -> None:
    typed = names_in("区工商联、区人武部、区检察院；区法院，区纪委监委\n区政协办公室、区政府、区人大、区委。")

    assert in_official_order(typed) == [
        "区委", "区人大", "区政府", "区政协办公室", "区纪委监委", "区法院", "区检察院", "区人武部", "区工商联",
    ]  # fmt: skip
