"""The unit's desk and the pages of its work (F163): a reply in ten clicks; what others may not open."""

from __future__ import annotations

import re
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.kernel.addresses import address
from yizheng.kernel.models import SecurityEvent
from yizheng.proposal.desk.unit import read_unit
from yizheng.proposal.enums import HandlingState as H
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.enums import ReplyState, ShareRole
from yizheng.proposal.models import ContactRecord, Handling, Reply
from yizheng.proposal.services import dates

from . import factories as make

MOST_QUERIES = 12
MOST_OF_PAGE = 15
"""A page of one handling draws letter, talks, opinions, dates, files and ledger."""


def _page(handling, name="handling"):
    return address(f"proposal:{name}", public_id=handling.public_id)


def _text(answer):
    return answer.content.decode()


def _button(html, word):
    """Return where the button or link of a word leads, its form's address where it is one."""
    link = re.search(rf'<a class="btn[^"]*" href="([^"]+)"[^>]*>{word}', html)
    if link:
        return link.group(1)
    form = re.search(rf'<form[^>]*action="([^"]+)"[^>]*>(?:(?!</form>).)*{word}', html, re.S)
    assert form, f"no button {word!r}"
    return form.group(1)


def test_a_unit_clerk_answers_a_proposal_in_ten_clicks(browser):
    handling = make.handling(make.proposal(S.ASSIGNED))
    dates.start_first_round(handling, by=make.assigner(), at=make.moment(10))
    client = browser(make.as_unit(handling.unit))
    clicks = 0

    desk = _text(client.get(address("proposal:unit-desk")))
    page = client.post(_button(desk, "签收"), follow=True)
    clicks += 1
    form_url = _button(_text(page), "联系提案人")
    form = client.get(form_url).context["form"]
    clicks += 1
    talk = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    page = client.post(
        form_url, {**talk, "mode": "visit", "notes": "商定分步推进。", "leader_took_part": ""}, follow=True
    )
    clicks += 2  # how they spoke; 记下来
    editor_url = _button(_text(page), "拟答复")
    form = client.get(editor_url).context["form"]
    clicks += 1
    letter = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    for suggestion in handling.proposal.suggestions.all():
        letter |= {f"verdict_{suggestion.pk}": "accepted", f"answer_{suggestion.pk}": "已经在办。"}
    page = client.post(editor_url, {**letter, "own_file": "", "class_mark": "A", "then": "finish"}, follow=True)
    clicks += 2  # the class; 拟好，去签发
    page = client.post(page.request["PATH_INFO"], {"signed_by_name": "贺建平", "signed_on": "2026-03-16"}, follow=True)
    clicks += 1

    handling.refresh_from_db()
    assert (handling.state, Reply.objects.get().state, clicks) == (H.ISSUED, "issued", 8)
    assert "答复已签发，提案人会收到。" in _text(page)


def test_the_desk_names_the_three_most_urgent_things_first(browser):
    unit = make.UnitFactory()
    for day in (20, 17, 25, 18):
        make.handling(
            make.proposal(S.HANDLING, title=f"关于第{day}件的建议"), unit, state=H.SIGNED, due_on=date(2026, 3, day)
        )

    answer = browser(make.as_unit(unit)).get(address("proposal:unit-desk"))

    assert [each["proposal"].title for each in answer.context["first"]] == [
        "关于第17件的建议", "关于第18件的建议", "关于第20件的建议",
    ]  # fmt: skip
    assert "今天要办的三件事" in _text(answer)
    assert len(answer.context["columns"]) <= 7


def test_what_waits_for_others_is_no_thing_of_today(browser):
    proposal = make.proposal(S.HANDLING)
    host = make.handling(proposal, role=ShareRole.HOST, state=H.DRAFTED)
    make.handling(proposal, role=ShareRole.CO, state=H.OPINED)

    answer = browser(make.as_unit(host.unit)).get(address("proposal:unit-desk"))

    assert answer.context["first"] == []
    assert "等会办单位会签" in _text(answer)


def test_the_desk_asks_the_same_number_of_queries_for_one_row_and_for_three(browser):
    unit = make.UnitFactory()
    client = browser(make.as_unit(unit))
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make.handling(make.proposal(S.HANDLING), unit, state=H.CONTACTED)
        client.get(address("proposal:unit-desk"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address("proposal:unit-desk"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_desk_names_what_may_be_assigned_to_the_unit(browser):
    unit, other = make.UnitFactory(), make.UnitFactory()
    for named in (unit, unit, other):
        make.planned(make.proposal(S.PRE_ASSIGNED), named)
    client, line = browser(make.as_unit(unit)), f'<a href="{address("proposal:named-for-unit")}">拟交本单位 2 件</a>'

    assert line in _text(client.get(address("proposal:unit-desk")))
    assert "拟交本单位" not in _text(browser(make.as_unit(make.UnitFactory())).get(address("proposal:unit-desk")))


def test_an_empty_desk_says_so(browser):
    answer = browser(make.as_unit(make.UnitFactory())).get(address("proposal:unit-desk"))

    assert "今天没有要办的" in _text(answer)
    assert "交给贵单位办理的提案，会按期限先后列在这里。" in _text(answer)


def test_many_are_signed_for_from_the_desk_and_only_the_units_own(browser):
    unit, other = make.UnitFactory(), make.handling(make.proposal(S.ASSIGNED))
    mine = [make.handling(make.proposal(S.ASSIGNED), unit) for _ in range(2)]
    client = browser(make.as_unit(unit))

    ticked = [str(each.public_id) for each in (*mine, other)] + ["nonsense"]
    answer = client.post(address("proposal:unit-sign"), {"handling": ticked}, follow=True)

    assert "已签收2件。" in _text(answer)
    assert list(Handling.objects.filter(state=H.ASSIGNED)) == [other]
    assert "请先勾选要签收的提案。" in _text(client.post(address("proposal:unit-sign"), {}, follow=True))


def test_another_units_handling_does_not_exist_for_a_unit(browser):
    handling = make.handling(make.proposal(S.HANDLING), state=H.SIGNED)
    client = browser(make.as_unit(make.UnitFactory()))

    for name in ("handling", "contact-new", "reply-write", "reply-issue", "sign-for"):
        assert client.get(_page(handling, name)).status_code == 404
    assert client.post(_page(handling, "sign-for")).status_code == 404


def test_a_co_handler_reads_the_hosts_page_and_may_not_issue(browser):
    proposal = make.proposal(S.HANDLING)
    host = make.handling(proposal, role=ShareRole.HOST, state=H.DRAFTED)
    make.contact(host)
    make.reply(host, ReplyState.DRAFT)
    co = make.handling(proposal, role=ShareRole.CO, state=H.OPINED)
    client = browser(make.as_unit(co.unit))

    assert "感谢您的提案。" in _text(client.get(_page(host)))
    assert client.post(_page(host, "reply-issue"), {"signed_by_name": "贺建平"}).status_code == 403
    assert "感谢您的提案。" in _text(client.get(_page(co, "countersign")))
    client.post(_page(co, "countersign"))
    host.refresh_from_db()
    assert host.state == H.COUNTERSIGNED


def test_issuing_without_a_talk_is_refused_on_the_page_and_what_was_typed_stays(browser):
    handling = make.handling(make.proposal(S.HANDLING), state=H.DRAFTED)
    made = make.reply(handling, ReplyState.DRAFT, body="答复全文。")
    client = browser(make.as_unit(handling.unit))

    answer = client.post(_page(handling, "reply-issue"), {"signed_by_name": "贺建平", "signed_on": "2026-03-16"})

    made.refresh_from_db()
    assert (answer.status_code, made.state) == (409, "draft")
    assert "还没有与提案人面商的记录" in _text(answer)
    assert "贺建平" in _text(answer)


def test_the_proposer_reads_the_handling_without_draft_opinions_or_ledger(browser):
    proposal = make.proposal(S.HANDLING)
    handling = make.handling(proposal, state=H.CONTACTED)
    make.contact(handling)
    make.reply(handling, ReplyState.DRAFT, opening="不该看到的草稿")
    client = browser(make.as_member(proposal.first_proposer))

    answer = client.get(_page(handling))

    assert "不该看到的草稿" not in _text(answer)
    assert "办理经过" not in _text(answer)
    assert [str(each) for each in answer.context["contacts"]] == ["办前上门走访（3月20日）"]
    assert answer.context["buttons"] == []


def test_a_member_who_reads_a_shared_proposal_does_not_read_its_talks(browser):
    proposal = make.proposal(S.HANDLING, shared_on=date(2026, 3, 12))
    record = make.contact(make.handling(proposal, state=H.CONTACTED))
    client = browser(make.as_member(make.member()))

    assert client.get(_page(record, "contact")).status_code == 404
    assert client.get(_page(record.handling)).context["contacts"] == []


def test_the_proposer_confirms_a_talk_on_one_page(browser):
    proposal = make.proposal(S.HANDLING)
    record = make.contact(make.handling(proposal, state=H.CONTACTED))
    client = browser(make.as_member(proposal.first_proposer))

    page = _text(client.get(_page(record, "contact")))
    client.post(_button(page, "属实，确认"))

    assert ContactRecord.objects.get().confirmation == "proposer"


def test_an_assigner_enters_a_paper_reply(browser):
    handling = make.handling(make.proposal(S.ASSIGNED), on_paper=True)
    client = browser(make.assigner())
    assert "代录纸质答复" in _text(client.get(_page(handling)))
    scan = SimpleUploadedFile("盖章.pdf", b"%PDF-1.4 sealed", content_type="application/pdf")

    client.post(_page(handling, "reply-paper"), {
        "class_mark": "A", "signed_by_name": "贺建平", "signed_on": "2026-03-16", "scan": scan,
        "happened_on": "2026-03-12", "mode": "phone",
    })  # fmt: skip

    made = Reply.objects.get()
    assert (made.state, made.on_paper, made.sealed_scan.name) == ("issued", True, "盖章.pdf")


def test_the_letter_is_offered_in_word_and_pdf_and_only_to_who_may_see_it(browser):
    made = make.reply(make.handling(make.proposal(S.REPLIED), state=H.ISSUED))
    word = f"{address('document:paper', code='reply-letter', format='docx')}?reply={made.public_id}"

    assert browser(make.as_unit(made.handling.unit)).get(word).status_code == 200
    assert browser(make.as_unit(make.UnitFactory())).get(word).status_code == 404


AROUND = ("SAVEPOINT", "set_config", "django_session", "accounts_", "notify_notice", "org_setting", "todo_todo")
"""What the house asks around every page."""


def _asked(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return sum(bool(each["sql"]) and not any(word in each["sql"] for word in AROUND) for each in caught)


def test_the_desk_and_a_hosts_page_stay_within_their_queries(browser):
    proposal = make.proposal(S.HANDLING)
    host = make.handling(proposal, role=ShareRole.HOST, state=H.DRAFTED)
    make.handling(proposal, role=ShareRole.CO, state=H.OPINED)
    make.contact(host)
    make.reply(host, ReplyState.DRAFT)
    client = browser(make.as_unit(host.unit))

    assert _asked(client, address("proposal:unit-desk")) <= MOST_QUERIES
    assert _asked(client, _page(host)) <= MOST_OF_PAGE


def test_a_guessed_address_of_another_unit_is_noted(browser):
    handling = make.handling(make.proposal(S.HANDLING), state=H.SIGNED)

    browser(make.as_unit(make.UnitFactory())).post(_page(handling, "reply-issue"))

    assert SecurityEvent.objects.count() == 1


def test_the_unit_sees_its_counts_on_its_desk(house):
    unit = make.UnitFactory()
    make.handling(make.proposal(S.HANDLING), unit, state=H.SIGNED, due_on=date(2026, 3, 1))
    make.handling(make.proposal(S.HANDLING), unit, state=H.SIGNED)
    make.handling(make.proposal(S.REPLIED), unit, state=H.ISSUED)

    found = read_unit(make.as_unit(unit), date(2026, 3, 16))

    assert found == {"running": 2, "late": 1, "answered": 1, "all": 3}
    assert read_unit(make.clerk(), date(2026, 3, 16)) is None


def test_a_member_reads_an_issued_reply_without_the_units_telephone_its_proposer_with_it(browser):
    proposal = make.proposal(S.REPLIED, shared_on=date(2026, 3, 12))
    made = make.reply(make.handling(proposal, state=H.ISSUED))

    assert "0571-5550101" not in _text(browser(make.as_member(make.member())).get(_page(made.handling)))
    assert "0571-5550101" in _text(browser(make.as_member(proposal.first_proposer)).get(_page(made.handling)))


def test_a_unit_finds_the_request_for_another_unit_on_its_page(browser):
    handling = make.handling(make.proposal(S.ASSIGNED), assigned_on=date(2026, 3, 13))

    assert "申请调整" in _text(browser(make.as_unit(handling.unit)).get(_page(handling)))
