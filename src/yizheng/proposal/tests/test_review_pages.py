"""The pages of review: who may open them, what they do, how many statements they take."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel import thread
from yizheng.kernel.acting import SYSTEM
from yizheng.meeting.models import Meeting
from yizheng.proposal.enums import Consent, ReviewStage
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.models import ConsentAsk, Proposal, ReviewDecision, ReviewRecord
from yizheng.proposal.services import consenting
from yizheng.proposal.tests import factories as make

LIST = "/yunxi/proposals/review/"
FIRST = {"category": "城乡建设", "outcome": "file", "reason_code": "", "opinion": "建议立案", "keywords": "电梯 小区"}


def one(proposal, act="review"):
    return f"/yunxi/proposals/{proposal.public_id}/{act}/"


def of_session(name):
    return f"{LIST}{make.SessionFactory().public_id}/{name}/"


def meeting_planned(**given):
    return Meeting.objects.create(
        term=make.SessionFactory().term, ordinal=1, ends_at=make.moment(15, hour=12), place="会议室",
        **given,
    )  # fmt: skip


def read_twice(**changed):
    proposal = make.proposal(S.FIRST_REVIEWED, review_outcome="file", **changed)
    reader = make.UserFactory()
    for stage in (ReviewStage.FIRST, ReviewStage.SECOND):
        ReviewRecord.objects.create(
            proposal=proposal, stage=stage, outcome="file", reviewer=reader, reviewer_name=reader.name,
            at=make.moment(9),
        )  # fmt: skip
    return proposal


def test_the_list_shows_what_waits_at_each_step(house, browser):
    waits, second, final = make.proposal(S.SUBMITTED), make.proposal(S.FIRST_REVIEWED), read_twice()
    page = browser(make.clerk())

    shown = {step: page.get(f"{LIST}?step={step}").content.decode() for step in ("first", "second", "final")}

    numbers = {waits.reception_no: "first", second.reception_no: "second", final.reception_no: "final"}
    assert {n: [step for step, text in shown.items() if n in text] for n in numbers} == {
        n: [step] for n, step in numbers.items()
    }


def test_the_list_takes_the_same_few_statements_for_any_number_of_rows(house, browser):
    page, took = browser(make.clerk()), []
    page.get(LIST)
    for rows in (1, 2):
        for _ in range(rows):
            make.planned(make.proposal(S.SUBMITTED))
        with CaptureQueriesContext(connection) as asked:
            page.get(LIST)
        took.append(len(asked))

    assert took[0] == took[1] <= 20


@pytest.mark.parametrize("role", [Role.MEMBER, Role.UNIT_CLERK, Role.ASSIGNER, Role.OFFICE_CLERK])
def test_nobody_else_opens_the_pages_of_review(house, browser, role):
    proposal, page = make.proposal(S.SUBMITTED), browser(make.as_role(role))

    answers = {
        url: page.get(url).status_code for url in (LIST, one(proposal), of_session("decide"), of_session("numbers"))
    }

    assert set(answers.values()) <= {403, 404}


def test_a_leader_reads_review_but_does_nothing_there(house, browser):
    proposal, page = make.proposal(S.SUBMITTED), browser(make.as_role(Role.LEADER))

    assert page.get(one(proposal)).status_code == 200
    assert page.post(one(proposal), FIRST).status_code == 403
    assert Proposal.objects.get().state == S.SUBMITTED


def test_a_clerk_goes_from_one_proposal_to_the_next(house, browser):
    first, following = make.proposal(S.SUBMITTED), make.proposal(S.SUBMITTED)
    unit, page = make.UnitFactory(), browser(make.clerk())

    answer = page.post(one(first), {**FIRST, "unit_1": str(unit.pk), "role_1": "sole"})

    assert (answer.status_code, answer.url) == (302, one(following))
    first.refresh_from_db()
    assert (first.state, first.keywords, first.planned.get().unit) == (S.FIRST_REVIEWED, ["电梯", "小区"], unit)
    last = page.post(one(following), FIRST)
    assert last.url.startswith(f"{LIST}?step=first")


def test_what_was_typed_stays_when_something_is_missing(house, browser):
    proposal, page = make.proposal(S.SUBMITTED), browser(make.clerk())

    text = page.post(one(proposal), {**FIRST, "outcome": "not_file", "opinion": "空泛"}).content.decode()

    assert "不予立案要选一条理由。" in text
    assert "空泛" in text
    assert Proposal.objects.get().state == S.SUBMITTED


def test_the_first_reader_is_told_to_hand_it_to_another(house, browser):
    clerk = make.clerk()
    proposal = make.proposal(S.FIRST_REVIEWED, reviewed_by_id=clerk.user_id)

    text = browser(clerk).get(one(proposal)).content.decode()
    answer = browser(clerk).post(one(proposal), {"outcome": "file", "reason_code": "", "opinion": ""})

    assert "复审要换一个人" in text
    assert answer.status_code == 409
    assert not ReviewRecord.objects.filter(stage="second").exists()


def test_the_meeting_is_entered_on_one_page_and_printed(house, browser):
    filed, not_filed, left = read_twice(), read_twice(), read_twice()
    page = browser(make.clerk())
    form = {
        "body": "proposal_committee", "decided_on": "2026-03-16", "persons": "方以诚、苏敏",
        f"take_{filed.pk}": "on", f"outcome_{filed.pk}": "file",
        f"take_{not_filed.pk}": "on", f"outcome_{not_filed.pk}": "not_file", f"reason_{not_filed.pk}": "empty",
        f"outcome_{left.pk}": "file",
    }  # fmt: skip

    answer = page.post(of_session("decide"), form)

    decision = ReviewDecision.objects.get()
    assert answer.url == f"/yunxi/proposals/decisions/{decision.public_id}/"
    assert list(Proposal.objects.order_by("pk").values_list("state", flat=True)) == [
        S.FILED,
        S.NOT_FILED,
        S.FIRST_REVIEWED,
    ]
    text = page.get(answer.url).content.decode()
    assert "内容空泛，没有具体建议" in text
    printed = page.get(f"/yunxi/papers/review-decision.docx?decision={decision.public_id}")
    assert (printed.status_code, printed.content[:2]) == (200, b"PK")


def test_the_thread_leads_from_the_meeting_to_its_decision(house, browser):
    meeting, proposal = meeting_planned(kind="chairs", starts_at=make.moment(15)), read_twice()
    form = {
        "body": "proposal_committee", "decided_on": "2026-03-16", "persons": "方以诚", f"take_{proposal.pk}": "on",
        f"outcome_{proposal.pk}": "file", "meeting": str(meeting.public_id),
    }  # fmt: skip

    browser(make.clerk()).post(of_session("decide"), form)

    assert [end.obj for end in thread.led_to(meeting, SYSTEM)] == [ReviewDecision.objects.get()]


def test_a_proposer_reads_on_the_page_why_it_was_not_filed(house, browser):
    proposal = make.proposal(S.NOT_FILED, review_reason_code="academic")

    text = browser(make.as_member(proposal.first_proposer)).get(f"/yunxi/proposals/{proposal.public_id}/").content

    assert "不予立案：属于学术讨论。" in text.decode()


def test_a_meeting_without_persons_is_refused_on_the_page(house, browser):
    proposal = read_twice()

    answer = browser(make.clerk()).post(
        of_session("decide"),
        {"body": "proposal_committee", "decided_on": "2026-03-20", "persons": "方以诚", f"take_{proposal.pk}": "on"},
    )

    assert answer.status_code == 409
    assert "审定日期不能晚于今天" in answer.content.decode()
    assert not ReviewDecision.objects.exists()


def test_the_order_of_numbers_is_typed_moved_and_given(house, browser):
    one_, two, three = (make.proposal(S.FILED, filed_no=None) for _ in range(3))
    page, url = browser(make.clerk()), of_session("numbers")
    places = {f"place_{one_.pk}": "1", f"place_{two.pk}": "2", f"place_{three.pk}": "3"}

    moved = page.post(url, {**places, "move": f"up-{three.pk}"}).content.decode()
    arranged = page.post(url, {**places, f"place_{one_.pk}": "9", "arrange": "1"}).content.decode()
    assert moved.index(f"place_{three.pk}") < moved.index(f"place_{two.pk}")
    assert arranged.index(f"place_{three.pk}") < arranged.index(f"place_{one_.pk}")
    assert not Proposal.objects.filter(filed_no__isnull=False).exists()

    page.post(url, {**places, f"place_{one_.pk}": "9", "give": "1"})
    assert dict(Proposal.objects.values_list("pk", "filed_no")) == {two.pk: 1, three.pk: 2, one_.pk: 3}


def test_numbers_are_refused_when_another_was_filed_meanwhile(house, browser):
    seen, _ = make.proposal(S.FILED, filed_no=None), make.proposal(S.FILED, filed_no=None)

    answer = browser(make.clerk()).post(of_session("numbers"), {f"place_{seen.pk}": "1", "give": "1"})

    assert answer.status_code == 409
    assert "请重新看一遍顺序" in answer.content.decode()
    assert not Proposal.objects.filter(filed_no__isnull=False).exists()


def test_results_are_shown_to_members_by_one_button(house, browser):
    shown, inner = make.proposal(S.FILED), make.proposal(S.FILED, secrecy="internal")

    browser(make.clerk()).post(of_session("share"))

    assert dict(Proposal.objects.values_list("pk", "shared_on")) == {shown.pk: date(2026, 3, 16), inner.pk: None}


def test_a_proposer_answers_on_the_phone_and_a_stranger_finds_nothing(house, browser):
    main, other = make.proposal(S.FILED), make.proposal(S.FILED, title="关于电梯维护的建议")
    asks = consenting.ask_to_merge(main=main, others=[other], words="", by=make.clerk(), at=make.moment())
    url = f"/yunxi/proposals/consents/{asks[1].public_id}/"
    mine, stranger = browser(make.as_member(other.first_proposer)), browser(make.as_member(make.member()))

    assert stranger.get(url).status_code == 404
    assert stranger.post(url, {"agreed": "yes"}).status_code == 404
    text = mine.get(url).content.decode()
    assert f"并入{main.number}《{main.title}》" in text
    assert mine.post(url, {"agreed": "yes"}).status_code == 302
    assert ConsentAsk.objects.get(pk=asks[1].pk).agreed is True


def test_a_co_signer_cannot_answer_for_the_first_proposer(house, browser):
    main, other, co = make.proposal(S.FILED), make.proposal(S.FILED), make.member()
    make.signer(other, co, consent=Consent.AGREED)
    asks = consenting.ask_to_merge(main=main, others=[other], words="", by=make.clerk(), at=make.moment())

    answer = browser(make.as_member(co)).post(f"/yunxi/proposals/consents/{asks[1].public_id}/", {"agreed": "yes"})

    assert answer.status_code == 403
    assert ConsentAsk.objects.get(pk=asks[1].pk).agreed is None


def test_a_merger_runs_over_the_pages(house, browser):
    main, other = make.proposal(S.FILED), make.proposal(S.FILED)
    page = browser(make.clerk())

    assert "请核对" in page.post(one(main, "ask-to-merge"), {"numbers": "T9-9-9999"}).content.decode()
    page.post(one(main, "ask-to-merge"), {"numbers": other.reception_no, "words": "内容相近"})
    for ask in ConsentAsk.objects.all():
        page.post(f"/yunxi/proposals/consents/{ask.public_id}/", {"agreed": "yes"})
    assert other.number in page.get(one(main, "merge")).content.decode()
    page.post(one(main, "merge"))

    other.refresh_from_db()
    assert (other.state, other.merged_into) == (S.MERGED, main)
    assert set(ConsentAsk.objects.values_list("agreed", "is_paper")) == {(True, True)}


@pytest.mark.parametrize(
    ("act", "state", "form", "end"),
    [
        ("return-for-change", S.SUBMITTED, {"reason": "请补充"}, S.RETURNED),
        ("back-to-first", S.FIRST_REVIEWED, {"reason": "类别不对"}, S.SUBMITTED),
        ("split", S.SUBMITTED, {"titles": "关于维护的建议", "reason": "一事一案"}, S.RETURNED),
        ("precheck", S.SUBMITTED, {"outcome": "file", "reason_code": "", "opinion": "好"}, S.SUBMITTED),
        ("edit-text", S.SUBMITTED, {"title": "新案由", "suggestions": "一条", "reason": "精简"}, S.SUBMITTED),
        ("ask-to-convert", S.NOT_FILED, {"conversion": "opinion", "words": ""}, S.NOT_FILED),
        ("ask-to-withdraw", S.FILED, {"reason": "书面申请"}, S.FILED),
    ],
)  # fmt: skip
def test_each_act_has_a_page_that_asks_and_acts(house, browser, act, state, form, end):
    proposal, page = make.proposal(state), browser(make.clerk())

    assert page.get(one(proposal, act)).status_code == 200
    assert page.post(one(proposal, act), form).status_code == 302

    proposal.refresh_from_db()
    assert proposal.state == end


def test_a_proposers_page_offers_withdrawal_and_answers_but_no_review(house, browser):
    from yizheng.proposal.views.reviewing_offers import review_acts

    proposal = make.proposal(S.FIRST_REVIEWED)
    consenting.ask_to_convert(proposal=proposal, conversion="opinion", words="", by=make.clerk(), at=make.moment())

    labels = [label for _, label, _ in review_acts(proposal, make.as_member(proposal.first_proposer))]

    assert labels == ["申请撤案", "答复是否同意转送"]
    assert list(review_acts(proposal, make.as_member(make.member()))) == []


def test_the_report_says_honestly_what_is_still_in_review(house, now):
    from yizheng.proposal.papers.review import review_report

    make.proposal(S.SUBMITTED)
    make.proposal(S.RETURNED)
    make.collective(S.FILED)
    session = make.SessionFactory()

    letter = review_report(make.clerk(), {"session": str(session.public_id)})

    assert letter.title == "关于三届四次会议提案审查情况的报告"
    lines = letter.context["paragraphs"]
    assert lines[0] == (
        "三届四次会议期间，截至2026年3月16日09:00，共收到提案3件，其中集体提案1件、委员联名提案0件、委员个人提案2件。"
        "现将审查情况报告如下。"
    )
    assert lines[2] == "已审查1件：立案1件，不予立案0件，转送有关方面0件，并入其他提案0件，撤案0件。"
    assert lines[3] == "仍在审查中2件（其中1件退回提案人修改），将于3月20日前审查完毕，并把结果告知提案人。"


def test_the_collection_table_sums_by_day_origin_and_category(house, now):
    from yizheng.kernel.papers import Group
    from yizheng.proposal.papers.review import daily_collection

    make.proposal(S.FILED, category="经济建设")
    make.proposal(S.SUBMITTED)
    session = make.SessionFactory()

    table = daily_collection(make.clerk(), {"session": str(session.public_id)})

    rows = [row for row in table.rows if not isinstance(row, Group)]
    assert rows[0] == ("合计", "2", "1", "1", "1")
    assert ("3月4日", "2", "1", "1", "1") in rows
    assert ("经济建设", "1", "1", "1", "0") in rows


def test_the_report_is_called_for_on_the_day_the_plenary_closes(house, browser):
    make.SessionFactory(closes=date(2026, 3, 16))

    assert "今天闭会。请取出《提案审查情况的报告》" in browser(make.clerk()).get(LIST).content.decode()
