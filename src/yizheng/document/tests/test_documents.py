"""A document from draft to archive: versions kept, marks asked, leaders on paper, numbers by the act."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.attachment.models import StoredFile
from yizheng.document import services
from yizheng.document.copies import in_order
from yizheng.document.enums import DocumentKind, DocumentState, Secrecy
from yizheng.document.models import Document, GivenNumber, WorkSecret
from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.tests.threads import run_at_once
from yizheng.org.models import Setting
from yizheng.todo.models import Todo

from .office import AT, TODAY, WORDING, drafted, everything, fresh, leader, make_committee, scan, seat


@pytest.fixture
def clerk(house: Any) -> Actor:
    return seat(Role.OFFICE_CLERK)


@pytest.fixture
def chief(house: Any) -> Actor:
    return seat(Role.SECRETARY_GENERAL, "许岚")


def owed() -> list[str]:
    return sorted(Todo.objects.filter(closed_at__isnull=True).values_list("act", flat=True))


def test_a_notice_goes_from_draft_to_archive(clerk: Actor, chief: Actor) -> None:
    document = drafted(clerk)
    services.submit(document=document, by=clerk, at=AT)
    assert owed() == ["check_document"]
    services.check(document=document, by=chief, at=AT)
    assert owed() == ["record_document_signature"]
    services.countersign(document=document, who="经科委", by=clerk, at=AT)
    services.countersign(document=document, who="教科卫体委", by=clerk, at=AT)
    services.record_signature(document=document, signer=leader(), signed_on=TODAY, scan=scan(), by=clerk, at=AT)
    assert owed() == ["number_document"]
    services.number(document=document, prefix="云溪协", year=2026, typed="云溪协〔2026〕12号", by=clerk, at=AT)
    services.issue(document=document, issued_on=TODAY, sent_by="printed", printed_copies=30, by=clerk, at=AT)
    services.archive(document=document, by=clerk, at=AT)

    now = fresh(document)
    assert now.state == DocumentState.ARCHIVED
    assert (now.number, now.signed_by_name, now.checked_by_name) == ("云溪协〔2026〕12号", "林岫", "许岚")
    assert now.countersigned_by == "经科委、教科卫体委"
    assert owed() == []
    acts = list(LedgerEntry.objects.filter(kind="document").order_by("id").values_list("act", flat=True))
    assert acts == [
        "draft_document", "submit_document", "check_document", "countersign_document", "countersign_document",
        "record_document_signature", "number_document", "issue_document", "archive_document",
    ]  # fmt: skip


def test_a_signature_from_paper_names_both_and_keeps_the_scan(clerk: Actor, chief: Actor) -> None:
    document = checked(clerk, chief)

    services.record_signature(
        document=document, signer=leader(), signed_on=TODAY, scan=scan(), register_no="办文311", by=clerk, at=AT
    )

    row = LedgerEntry.objects.get(act="record_document_signature")
    assert (row.actor_name, row.entered_by_id, row.source) == ("林岫", clerk.user_id, "paper")
    assert row.reason == "2026年11月22日纸质签发，登记号办文311"
    assert StoredFile.objects.get().object_id == document.pk


def checked(clerk: Actor, chief: Actor) -> Document:
    document = services.submit(document=drafted(clerk), by=clerk, at=AT)
    return services.check(document=document, by=chief, at=AT)


def signed(clerk: Actor, chief: Actor) -> Document:
    return services.sign(document=checked(clerk, chief), by=chief, at=AT)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"scan": None}, "no_proof"), ({"signed_on": TODAY + timedelta(days=1)}, "future")],
)
def test_a_signature_without_proof_or_of_tomorrow_is_refused(
    changes: dict[str, Any], code: str, clerk: Actor, chief: Actor
) -> None:
    document, signer = checked(clerk, chief), leader()
    before = everything()

    with pytest.raises(Refused) as refused:
        services.record_signature(
            **{
                "document": document,
                "signer": signer,
                "signed_on": TODAY,
                "scan": scan(),
                "by": clerk,
                "at": AT,
                **changes,
            }
        )

    assert refused.value.code == code
    assert everything() == before


def test_every_version_is_kept_and_the_ledger_has_digests_only(clerk: Actor, chief: Actor) -> None:
    document = services.submit(document=drafted(clerk), by=clerk, at=AT)
    services.amend(
        document=document,
        wording=replace(WORDING, text="改过的正文。"),
        reason="秘书长改",
        is_clean=True,
        by=chief,
        at=AT,
    )

    first, second = document.versions.order_by("ordinal")
    assert (first.text, second.text) == (WORDING.text, "改过的正文。")
    assert (second.ordinal, second.note, second.made_in, second.made_by_name) == (2, "秘书长改", "submitted", "许岚")
    assert fresh(document).version == 2
    assert not LedgerEntry.objects.filter(fields__icontains="改过的正文").exists()


def test_the_text_is_fixed_once_signed(clerk: Actor, chief: Actor) -> None:
    document = signed(clerk, chief)
    before = everything()

    for act in (services.revise, services.amend):
        more = {"reason": "改"} if act is services.amend else {}
        with pytest.raises(Refused) as refused:
            act(document=document, wording=WORDING, is_clean=True, by=clerk, at=AT, **more)  # type: ignore[operator]
        assert refused.value.code == "stale"

    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "is_clean", "code"),
    [
        ({}, False, "classified"),
        ({"text": "正文\n机密★5年\n正文"}, True, "classified"),
        ({"text": "　秘密"}, True, "classified"),
        ({"title": " "}, True, "no_title"),
        ({"text": "长" * 200_001}, True, "long_text"),
    ],
)
def test_what_may_not_be_drafted_here_is_refused(
    changes: dict[str, str], is_clean: bool, code: str, clerk: Actor
) -> None:
    before = everything()

    with pytest.raises(Refused) as refused:
        services.draft(
            kind=DocumentKind.NOTICE, secrecy=Secrecy.INTERNAL, wording=replace(WORDING, **changes),
            is_clean=is_clean, by=clerk, at=AT,
        )  # fmt: skip

    assert refused.value.code == code
    assert everything() == before


def test_a_sentence_about_secrets_is_no_mark(clerk: Actor) -> None:
    assert drafted(clerk, text="秘密投票的办法由大会通过。\n保守国家秘密是每个人的义务。").pk


def test_nobody_checks_their_own_draft(clerk: Actor, chief: Actor) -> None:
    document = services.submit(document=drafted(clerk), by=clerk, at=AT)
    before = everything()

    with pytest.raises(PermissionDenied):
        services.check(document=document, by=clerk, at=AT)

    assert everything() == before


def test_an_empty_text_is_not_handed_in(clerk: Actor) -> None:
    document = drafted(clerk, text=" ")

    with pytest.raises(Refused, match="正文还是空的"):
        services.submit(document=document, by=clerk, at=AT)

    assert fresh(document).state == DocumentState.DRAFTING


def test_a_returned_document_goes_back_to_its_drafter(clerk: Actor, chief: Actor) -> None:
    document = services.submit(document=drafted(clerk), by=clerk, at=AT)

    with pytest.raises(Refused, match="请写明退回的理由"):
        services.send_back(document=document, reason=" ", by=chief, at=AT)
    services.send_back(document=document, reason="时间写错了", by=chief, at=AT)

    todo = Todo.objects.get(closed_at__isnull=True)
    assert (todo.act, todo.user_id) == ("revise_document", clerk.user_id)
    services.revise(document=document, wording=WORDING, is_clean=True, by=clerk, at=AT)
    services.submit(document=document, by=clerk, at=AT)
    assert fresh(document).state == DocumentState.SUBMITTED


@pytest.mark.parametrize(
    ("days", "code"), [(1, "future"), (-1, "before_signing")], ids=["tomorrow", "before it was signed"]
)
def test_a_document_is_issued_between_signing_and_today(days: int, code: str, clerk: Actor, chief: Actor) -> None:
    document = signed(clerk, chief)
    document = services.number(
        document=document, prefix="云溪协", year=2026, typed="云溪协〔2026〕1号", by=clerk, at=AT
    )
    before = everything()

    with pytest.raises(Refused) as refused:
        services.issue(
            document=document, issued_on=TODAY + timedelta(days=days), sent_by="printed", printed_copies=None,
            by=clerk, at=AT,
        )  # fmt: skip

    assert refused.value.code == code
    assert everything() == before


def test_a_refused_number_changes_nothing(clerk: Actor, chief: Actor) -> None:
    document = signed(clerk, chief)
    before = everything()

    with pytest.raises(Refused, match="不是云溪协2026年的发文字号"):
        services.number(document=document, prefix="云溪协", year=2026, typed="12", by=clerk, at=AT)

    assert everything() == before


def test_two_secretaries_numbering_at_once_get_consecutive_numbers(own_database: str, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        made = make_committee()
        with tenancy.scope(made):
            Setting.objects.create(key="document.number_source", value="own", valid_from="2026-01-01")
            clerks, chief = [seat(Role.OFFICE_CLERK), seat(Role.OFFICE_CLERK)], seat(Role.SECRETARY_GENERAL)
            documents = [signed(clerks[0], chief) for _ in range(2)]

        def act(place: int, which: int) -> str:
            with tenancy.scope(made):
                return services.number(
                    document=documents[which], prefix="云溪协", year=2026, by=clerks[place], at=AT
                ).number

        both = run_at_once([lambda: act(0, 0), lambda: act(1, 1)])
        assert sorted(both) == ["云溪协〔2026〕1号", "云溪协〔2026〕2号"]

        with tenancy.scope(made):
            third = signed(clerks[0], chief)
        documents.append(third)
        ends = run_at_once([lambda: act(0, 2), lambda: act(1, 2)])
        assert sorted(end if isinstance(end, str) else end.code for end in ends) == ["stale", "云溪协〔2026〕3号"]
        with tenancy.scope(made):
            assert GivenNumber.objects.count() == 3


def test_a_work_secret_is_a_register_entry_and_nothing_more(clerk: Actor) -> None:
    services.register_work_secret(number="办密字〔2026〕3号", dated_on=TODAY, keeper="许岚", by=clerk, at=AT)

    assert {f.name for f in WorkSecret._meta.get_fields()} == {
        "id", "committee", "created_at", "public_id", "number", "dated_on", "keeper", "registered_by_name",
        "registered_at",
    }  # fmt: skip
    before = everything()
    for number, keeper, code in (("办密字〔2026〕3号", "许岚", "registered"), (" ", "许岚", "incomplete")):
        with pytest.raises(Refused) as refused:
            services.register_work_secret(number=number, dated_on=TODAY, keeper=keeper, by=clerk, at=AT)
        assert refused.value.code == code
    with pytest.raises(PermissionDenied):
        services.register_work_secret(number="x", dated_on=TODAY, keeper="y", by=seat(Role.LEADER), at=AT)
    assert everything()["WorkSecret"] == before["WorkSecret"]


def test_copies_stand_in_official_order() -> None:
    given = [
        "团区委",
        "区人武部",
        "区检察院",
        "区法院",
        "区纪委监委",
        "区政协各委室",
        "区政府办公室",
        "区人大常委会",
        "区委办公室",
        "某公司",
        "区委办公室",
    ]

    assert in_order(given) == [
        "区委办公室", "区人大常委会", "区政府办公室", "区政协各委室", "区纪委监委", "区法院", "区检察院", "区人武部",
        "团区委", "某公司",
    ]  # fmt: skip


def test_a_new_document_brings_the_usual_copies(clerk: Actor) -> None:
    Setting.objects.create(
        key="document.copy_to_default", value=["区政府办公室", "区委办公室"], valid_from="2026-01-01"
    )

    assert drafted(clerk).copies == ["区委办公室", "区政府办公室"]
    assert drafted(clerk, copies=["团区委"]).copies == ["团区委"]
