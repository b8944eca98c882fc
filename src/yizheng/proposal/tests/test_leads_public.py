"""What the public sends, what it is told, and what it can never see (F011, F067; office-practice 6)."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from yizheng.accounts.tests.solving import solved
from yizheng.attachment.models import StoredFile
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal.enums import LeadChannel, LeadState, ProposalState
from yizheng.proposal.models import LeadCode, ProposalLead, Publication
from yizheng.proposal.queries import leads as queries_leads
from yizheng.proposal.services import lead_codes, lead_pictures, leads, topics

from . import factories as make

PHONE = "13800138000"
DOOR = "/public/yunxi/leads/"
SUGGESTION = {"matter": "suggestion", "phone": "138-0013-8000", "consent": "on"}
LEAD = {
    "channel": "radio",
    "title": "公园夜里太暗",
    "text": "环湖步道有三百米没有路灯，请补上。",
    "sender_name": "庄小满",
}


@pytest.fixture
def outlet(settings, house, now):
    """The house can send short messages, to its own log."""
    settings.SMS = {"kind": "console"}
    return house


def asked(page=None, **changed):
    """Ask for a code as a browser does: with what the script of the page found."""
    return (page or Client()).post(DOOR, {**SUGGESTION, **solved("lead", timezone.now()), **changed})


def words(**changed):
    """Return a lead as the services take it."""
    return leads.LeadWords(**{
        "title": "公园夜里太暗", "text": "请补上路灯。", "channel": LeadChannel.SITE, "sender_name": "庄小满",
        "sender_phone": PHONE, **changed,
    })  # fmt: skip


def sent(at, **changed):
    """Let the public send a lead."""
    return leads.send_lead(words=words(**changed), address="192.0.2.7", by=leads.PUBLIC, at=at)


def test_a_suggestion_becomes_a_lead_with_a_receipt_code(outlet):
    page = Client()

    to_write = asked(page)
    code = LeadCode.objects.get()
    answer = page.post(to_write.url, {**LEAD, "code": code.code})

    lead = ProposalLead.objects.get()
    assert to_write.url == f"{DOOR}{code.public_id}/"
    assert (lead.state, lead.channel, lead.title) == (LeadState.RECEIVED, LeadChannel.RADIO, LEAD["title"])
    assert (lead.sender_name, lead.sender_phone) == ("庄小满", PHONE)
    assert len(lead.receipt_code) == 9
    assert set(lead.receipt_code) <= set(leads.LETTERS)
    assert "-".join(lead.receipt_code[n : n + 3] for n in (0, 3, 6)) in answer.content.decode()


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def write_with(files, page=None):
    """Send a lead with files; a code was asked for before."""
    url = asked(page).url
    given = {**LEAD, "code": LeadCode.objects.get().code}
    return (page or Client()).post(url, {**given, "pictures": [ContentFile(each, name="x.png") for each in files]})


def test_up_to_three_pictures_come_with_a_lead_and_the_office_opens_them(outlet):
    answer = write_with([PNG, PNG + b"2"])

    lead = ProposalLead.objects.get()
    kept = list(lead_pictures.pictures_of(lead))
    assert answer.status_code == 200
    assert [(each.name, each.content_type, each.uploaded_by) for each in kept] == [
        ("照片1", "image/png", None), ("照片2", "image/png", None),
    ]  # fmt: skip
    assert Client().get(f"/yunxi/files/{kept[0].public_id}/").status_code in (302, 404)


@pytest.mark.parametrize(
    ("files", "words"),
    [([PNG] * 4, "最多3张"), ([PNG, b"<script>alert(1)</script>"], "不是照片"), ([PNG * 100_000], "超过5MB")],
)
def test_too_many_too_large_or_no_pictures_keep_nothing(outlet, files, words):
    answer = write_with(files)

    assert (answer.status_code, words in answer.content.decode()) == (409, True)
    assert LEAD["text"] in answer.content.decode()
    assert not ProposalLead.objects.exists()
    assert not StoredFile.objects.exists()
    assert LeadCode.objects.get().used_at is None


def test_name_and_telephone_are_sealed_and_never_in_the_ledger(house, now):
    from django.db import connection

    lead = sent(now)

    with connection.cursor() as cursor:
        cursor.execute("select sender_name, sender_phone, receipt_code from proposal_proposallead")
        (kept,) = cursor.fetchall()
    assert not any(secret in text for text in kept for secret in ("庄小满", PHONE, lead.receipt_code))
    (row,) = LedgerEntry.objects.filter(kind="proposal_lead")
    assert (row.actor_name, row.fields) == ("公众", {"source": "public", "channel": "site"})


@pytest.mark.parametrize(
    ("matter", "door"), [("petition", "12345"), ("accusation", "纪委监委"), ("litigation", "法院")]
)
def test_what_belongs_elsewhere_is_shown_the_door_and_nothing_is_kept(outlet, matter, door):
    answer = Client().post(DOOR, {"matter": matter, "phone": PHONE})

    assert door in answer.content.decode()
    assert not LeadCode.objects.exists()
    assert not ProposalLead.objects.exists()


@pytest.mark.parametrize("missing", ["consent", "phone"])
def test_without_consent_or_telephone_no_code_is_sent(outlet, missing):
    answer = asked(**{missing: ""})

    assert answer.status_code == 409
    assert not LeadCode.objects.exists()


def test_without_an_outlet_the_form_says_where_to_write(settings, house, now):
    settings.SMS = {"kind": ""}

    answer = asked()

    assert "现在发不了短信验证码" in answer.content.decode()
    assert not LeadCode.objects.exists()


def test_a_machine_that_fills_every_field_or_forges_the_form_gets_no_code(outlet):
    trapped, forged = asked(homepage="https://example.com"), asked(challenge="forged")

    assert (trapped.status_code, forged.status_code) == (409, 409)
    assert "清空" in trapped.content.decode()
    assert not LeadCode.objects.exists()


def test_the_form_brings_a_new_challenge_each_time(outlet):
    pages = [Client().get(DOOR).content.decode() for _ in range(2)]

    assert all('name="challenge"' in page and 'name="homepage"' in page for page in pages)
    assert len({page.partition('name="challenge" value="')[2].partition('"')[0] for page in pages}) == 2


def test_a_wrong_code_keeps_what_was_typed_and_five_use_it_up(outlet):
    page = Client()
    url = asked(page).url
    right = LeadCode.objects.get().code
    wrong = "000000" if right != "000000" else "000001"

    for _ in range(5):
        answer = page.post(url, {**LEAD, "code": wrong})
    assert "验证码不对" in answer.content.decode()
    assert LEAD["text"] in answer.content.decode()

    answer = page.post(url, {**LEAD, "code": right})
    assert "输错次数太多" in answer.content.decode()
    assert not ProposalLead.objects.exists()


def test_a_code_holds_once_and_for_five_minutes(outlet, now):
    made = lead_codes.ask_lead_code(phone=PHONE, address="192.0.2.7", at=now)
    assert lead_codes.use_lead_code(code=made, answer=made.code, at=now) == PHONE
    with pytest.raises(Refused) as used:
        lead_codes.use_lead_code(code=made, answer=made.code, at=now)
    late = lead_codes.ask_lead_code(phone=PHONE, address="192.0.2.7", at=now)
    with pytest.raises(Refused) as over:
        lead_codes.use_lead_code(code=late, answer=late.code, at=now + timedelta(minutes=5))

    assert (used.value.code, over.value.code) == ("code_over", "code_over")


def test_a_code_goes_out_once_by_the_gateway_and_is_forgotten(outlet, now, caplog):
    made = lead_codes.ask_lead_code(phone=PHONE, address="192.0.2.7", at=now)

    lead_codes.deliver_lead_code(code_id=made.pk, at=now)
    lead_codes.deliver_lead_code(code_id=made.pk, at=now)

    assert [made.code in record.getMessage() for record in caplog.records if record.name == "yizheng.sms"] == [True]
    made.refresh_from_db()
    assert made.code == ""


def test_a_telephone_is_not_kept_with_its_code(outlet, now):
    used = lead_codes.ask_lead_code(phone=PHONE, address="192.0.2.7", at=now)
    lead_codes.use_lead_code(code=used, answer=used.code, at=now)
    used.refresh_from_db()
    assert used.phone == ""

    lead_codes.ask_lead_code(phone="13800138001", address="192.0.2.7", at=now + timedelta(hours=2))

    assert not LeadCode.objects.filter(pk=used.pk).exists()


def test_the_sender_of_an_answered_lead_hears_that_the_answer_is_there_and_no_word_of_it(outlet, now, caplog):
    lead = leads.close_lead(lead=sent(now), disposal="城管局六月底前补装。", by=make.clerk(), at=now)

    leads.tell_sender(lead_id=lead.pk)

    (said,) = [record.getMessage() for record in caplog.records if record.name == "yizheng.sms"]
    assert said == f"短信 {PHONE}：您提的线索已有答复，请凭回执码在征集线索页面查询。【议政】"


def test_the_committees_public_page_names_the_door(house, now):
    text = Client().get("/public/yunxi/").content.decode()

    assert f'href="{DOOR}"' in text


def test_what_is_answered_is_in_the_ledger_as_a_digest(house, now):
    leads.close_lead(lead=sent(now), disposal="请庄小满来办公室。", by=make.clerk(), at=now)

    entry = LedgerEntry.objects.get(act="close_lead")
    assert "庄小满" not in str(entry.fields)
    assert entry.fields["disposal"]["chars"] == 9


def test_one_telephone_gets_six_codes_an_hour(outlet, now):
    for number in range(6):
        lead_codes.ask_lead_code(phone=PHONE, address=f"192.0.2.{number}", at=now)

    with pytest.raises(Refused) as refused:
        lead_codes.ask_lead_code(phone=PHONE, address="192.0.2.99", at=now)

    assert refused.value.code == "too_many"
    assert LeadCode.objects.count() == 6
    lead_codes.ask_lead_code(phone=PHONE, address="192.0.2.99", at=now + timedelta(hours=1))


def test_one_network_address_is_counted_across_telephones(outlet, now, monkeypatch):
    monkeypatch.setattr(lead_codes, "MOST_PER_ADDRESS", 2)
    for number in range(2):
        lead_codes.ask_lead_code(phone=f"1380013800{number}", address="192.0.2.7", at=now)

    with pytest.raises(Refused) as refused:
        lead_codes.ask_lead_code(phone="13800138009", address="192.0.2.7", at=now)

    assert refused.value.code == "too_many_here"


def test_the_sixth_lead_of_a_day_from_one_telephone_is_refused(house, now):
    for _ in range(5):
        sent(now)

    with pytest.raises(Refused) as refused:
        sent(now)

    assert refused.value.code == "too_many"
    assert ProposalLead.objects.count() == 5


def test_the_sender_reads_the_disposal_by_the_code(house, now):
    clerk, lead = make.clerk(), sent(now)
    leads.close_lead(lead=lead, disposal="城管局六月底前补装路灯。", by=clerk, at=now)
    typed = " ".join(lead.receipt_code.lower())

    text = Client().post(f"{DOOR}status/", {"code": typed}).content.decode()

    assert "城管局六月底前补装路灯。" in text
    assert "已答复办结" in text
    assert "庄小满" not in text
    assert PHONE not in text


def test_a_wrong_receipt_code_tells_nothing_and_trying_is_counted(house, now, monkeypatch):
    from yizheng.proposal.views import leads_public

    sent(now)
    monkeypatch.setattr(leads_public, "MOST_LOOKS", 1)

    first = Client().post(f"{DOOR}status/", {"code": "ABCDEFGHJ"}).content.decode()
    second = Client().post(f"{DOOR}status/", {"code": "ABCDEFGHK"}).content.decode()

    assert "没有这个回执码" in first
    assert "查得太多" in second
    assert "公园夜里太暗" not in first + second


def test_a_lead_links_to_its_proposal_and_names_it_once_that_is_published(house, now):
    clerk, member = make.clerk(), make.member()
    make.SessionFactory(ordinal=5, opens=date(2027, 1, 5), closes=date(2027, 1, 8), cut_off=None)
    make.SessionFactory()
    topic = topics.add_topic(words=topics.TopicWords(2026, "完善公园照明"), by=clerk, at=now)
    lead = leads.list_lead(lead=sent(now), topic=topic, by=clerk, at=now)

    proposal = topics.take_topic(topic=topic, by=make.as_member(member), at=now)

    lead.refresh_from_db()
    assert (proposal.title, lead.state, lead.taken_by) == ("关于完善公园照明的建议", LeadState.TAKEN, member)
    assert queries_leads.course_of(lead) == []
    assert proposal.title not in _status(lead)
    Publication.objects.create(
        proposal=proposal, state="published", level="summary", title=proposal.title, number="第058号",
        session_label="三届四次会议", proposer=proposal.proposer_name, prepared_on=date(2026, 3, 16),
        published_on=date(2026, 3, 16), year=2026,
    )  # fmt: skip
    assert "第058号《关于完善公园照明的建议》" in _status(lead)


def test_the_answer_of_another_committee_is_not_found_here(house, now):
    from yizheng.kernel import tenancy
    from yizheng.plan.tests.factories import CommitteeFactory

    with tenancy.scope(CommitteeFactory(slug="linjiang")):
        lead = leads.send_lead(words=words(), address="192.0.2.7", by=leads.PUBLIC, at=timezone.now())

    assert "没有这个回执码" in _status(lead)


def test_a_draft_links_to_nothing_the_public_reads(house, now):
    lead = sent(now)
    draft = make.proposal(ProposalState.DRAFT)
    ProposalLead.objects.filter(pk=lead.pk).update(state=LeadState.LISTED)
    leads.link_lead(lead=lead, proposal=draft, by=make.clerk(), at=now)

    assert draft.title not in _status(lead)


def _status(lead):
    return Client().post(f"{DOOR}status/", {"code": lead.receipt_code}).content.decode()
