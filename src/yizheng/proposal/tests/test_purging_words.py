"""Under quarantine none of a proposal's words stand in any row of the house, and all come back; purged, none do."""

from __future__ import annotations

import hashlib
import io
from datetime import date

import pytest
from django.apps import apps
from django.core.files.base import File

from yizheng.accounts.enums import Role
from yizheng.attachment import services as attachment
from yizheng.attachment import store
from yizheng.ballot.models import Ballot
from yizheng.deadline import services as deadlines
from yizheng.deadline.models import DeadlineExtension, Unit
from yizheng.kernel import purging, quarantine, subjects, thread
from yizheng.kernel.models import Closure, LedgerEntry
from yizheng.kernel.tenancy import HIDDEN_TABLES
from yizheng.notify import services as notify
from yizheng.notify.addressees import Addressee
from yizheng.notify.models import Notice
from yizheng.proposal import models
from yizheng.proposal.tests import factories as make
from yizheng.proposal.tests.everything import WORD, everything
from yizheng.todo.models import Todo

pytestmark = pytest.mark.usefixtures("house")


def told():
    """Return every row of every table that the serving role reads but the sealed boxes, by table and key."""
    rows = {}
    for model in apps.get_models():
        hidden = model is Closure or model._meta.db_table in HIDDEN_TABLES
        if model._meta.managed and not hidden and hasattr(model, "committee_id"):
            rows |= {(model._meta.label, row["id"]): row for row in model._default_manager.values()}
    return rows


def where(word=WORD):
    """Return the tables in which a word stands; reasons in the ledger are explanations and never content."""
    found = {label for (label, _), row in told().items() if word in str(row)}
    return found - {LedgerEntry._meta.label}


def whole(settings, tmp_path):
    """Make a proposal with versions, files, notices, to-dos, a ballot and a deadline beside everything else."""
    settings.FILES_ROOT = tmp_path
    all_ = everything()
    proposal, at = all_.proposal, make.moment(12)
    models.Proposal.objects.exclude(pk=proposal.pk).update(title="关于别的事的建议")
    clerk = all_.people["clerk"]
    models.ProposalVersion.objects.create(
        proposal=proposal, ordinal=1, title=f"关于{WORD}的旧案由", background=f"{WORD}旧背景",
        suggestions=[f"{WORD}旧建议"], made_at=at, made_by_name="某某",
    )  # fmt: skip
    letter, (asked, _) = all_.by_prefix["replies/"][0], all_.by_prefix["feedback/"]
    for kept in (proposal, letter, asked):
        attachment.keep(file=File(io.BytesIO(WORD.encode())), name=f"{WORD}.txt", subject=kept, by=clerk, at=at)
    for row in (proposal, letter.handling, letter, asked, *all_.by_prefix["contacts/"]):
        subject = subjects.of(row)
        Todo.objects.create(
            kind=subject.kind, object_id=row.pk, act="purging", label="办理", title=proposal.title, opened_at=at
        )  # fmt: skip
        notify.tell(
            recipients=[clerk.user_id], text=f"{WORD}有新进展", url=subject.url(row), key=f"news-{subject.kind}", at=at
        )
    notify.tell(recipients=[clerk.user_id], text=f"有提案并入《{proposal.title}》", url="/x/", key="merged", at=at)
    notify.send(
        key="call", title="提案办理通知", text=f"{WORD}请签收", url="", to=[Addressee(user_id=clerk.user_id)],
        subject=proposal, by=clerk, at=at,
    )  # fmt: skip
    running = deadlines.start(
        subject=letter.handling, act="issue_reply", starts_on=date(2026, 3, 10), unit=Unit.WORKDAYS, amount=60,
        by=clerk, at=at,
    )  # fmt: skip
    DeadlineExtension.objects.create(
        deadline=running, granted_on=date(2026, 3, 12), granted_by="某某", old_due_on=date(2026, 6, 10),
        new_due_on=date(2026, 7, 10), reason=f"{WORD}延期",
    )  # fmt: skip
    award, nomination = all_.by_prefix["awards/"][0], models.Nomination.objects.get()
    ballot = Ballot.objects.create(
        title="评优", kind="pick", choose_most=1,
        items=[{"key": str(nomination.pk), "label": proposal.title}, {"key": "0", "label": "另一件"}],
    )  # fmt: skip
    thread.link(award, ballot, relation="ballot", at=at)
    return all_


@pytest.fixture
def guard():
    return make.as_role(Role.SECURITY_ADMIN)


def test_closed_no_row_of_the_house_says_a_word_of_it_and_lifted_every_row_is_as_it_was(settings, tmp_path, guard):
    all_ = whole(settings, tmp_path)
    before = told()

    closure = quarantine.quarantine(subject=all_.proposal, by=guard, reason="误传", at=make.moment())
    hidden = where()
    quarantine.lift(closure=closure, by=guard, reason="核实无误", at=make.moment())

    after = told()
    assert hidden == set()
    assert {key for key in before if before[key] != after[key]} == set()
    assert {label for label, _ in set(after) - set(before)} == {"kernel.LedgerEntry"}


def test_purged_no_row_and_no_byte_is_left_and_what_speaks_of_others_stays(
    settings, tmp_path, guard, django_capture_on_commit_callbacks
):
    all_ = whole(settings, tmp_path)
    notify.tell(recipients=[guard.user_id], text="另一件提案已立案", url="/y/", key="other", at=make.moment())
    path = store.path_of(all_.proposal.committee_id, hashlib.sha256(WORD.encode()).hexdigest())
    assert path.exists()

    closure = quarantine.quarantine(subject=all_.proposal, by=guard, reason="误传", at=make.moment())
    purging.ask_purge(closure=closure, by=guard, reason="误传", at=make.moment())
    with django_capture_on_commit_callbacks(execute=True):
        purging.confirm_purge(closure=closure, by=make.as_role(Role.SECRETARY_GENERAL), at=make.moment())

    closure.refresh_from_db()
    assert (where(), closure.box, path.exists()) == (set(), "", False)
    assert Notice.objects.get(key="other").text == "另一件提案已立案"
    assert "另一件" in str(Ballot.objects.get(title="评优").items)


def test_what_another_closure_holds_too_waits_for_it_and_cannot_come_back_once_destroyed(guard):
    at = make.moment()
    one, other = (make.proposal(make.S.SUBMITTED, title=f"关于{name}的建议提案") for name in ("甲溪", "乙溪"))
    notify.tell(recipients=[guard.user_id], text=f"《{one.title}》并入《{other.title}》", url="/z/", key="both", at=at)
    told_ = Notice.objects.get(key="both")

    first = quarantine.quarantine(subject=one, by=guard, reason="误传", at=at)
    second = quarantine.quarantine(subject=other, by=guard, reason="误传", at=at)
    quarantine.lift(closure=first, by=guard, reason="核实", at=at)
    waiting = Notice.objects.get(pk=told_.pk).text
    quarantine.lift(closure=second, by=guard, reason="核实", at=at)
    back = Notice.objects.get(pk=told_.pk).text

    assert (waiting, back) == (quarantine.CLOSED_WORD, told_.text)

    first = quarantine.quarantine(subject=one, by=guard, reason="误传", at=at)
    second = quarantine.quarantine(subject=other, by=guard, reason="误传", at=at)
    purging.ask_purge(closure=second, by=guard, reason="误传", at=at)
    purging.confirm_purge(closure=second, by=make.as_role(Role.SECRETARY_GENERAL), at=at)
    first.refresh_from_db()
    quarantine.lift(closure=first, by=guard, reason="核实", at=at)

    assert Notice.objects.get(pk=told_.pk).text == purging.DESTROYED_WORD
    assert models.Proposal.objects.get(pk=one.pk).title == one.title


def test_notices_of_others_that_were_closed_before_are_not_drawn_into_a_purge(guard):
    at = make.moment()
    one, other = (make.proposal(make.S.SUBMITTED, title=f"关于{name}的建议提案") for name in ("甲溪", "乙溪"))
    notify.tell(recipients=[guard.user_id], text=f"《{other.title}》已立案", url="/z/", key="other", at=at)
    theirs = quarantine.quarantine(subject=other, by=guard, reason="误传", at=at)
    closure = quarantine.quarantine(subject=one, by=guard, reason="误传", at=at)

    purging.ask_purge(closure=closure, by=guard, reason="误传", at=at)
    purging.confirm_purge(closure=closure, by=make.as_role(Role.SECRETARY_GENERAL), at=at)
    theirs.refresh_from_db()
    quarantine.lift(closure=theirs, by=guard, reason="核实", at=at)

    assert Notice.objects.get(key="other").text == f"《{other.title}》已立案"
