"""Drafts: begun without a ledger row, saved by edition, thrown away, swept when nobody touches them; photos."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from yizheng.attachment.models import StoredFile
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.opinion import queries
from yizheng.opinion.authorship import CoAuthor
from yizheng.opinion.enums import OpinionState
from yizheng.opinion.models import Opinion, OpinionAuthor
from yizheng.opinion.old_drafts import sweep
from yizheng.opinion.services import photos, writing
from yizheng.opinion.services.writing import Text

from . import factories as make

S = OpinionState
NOW = make.moment()
PHOTO = b"\xff\xd8\xff\xe0" + b"\0" * 60
TEXT = Text(title=" 公交站太远 ", situation="老人要走一公里。", co_authors=(CoAuthor("王五"),))


def refused(code, act):
    before = [list(model.objects.order_by("pk").values()) for model in (Opinion, OpinionAuthor, StoredFile)]
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    assert [list(model.objects.order_by("pk").values()) for model in (Opinion, OpinionAuthor, StoredFile)] == before


def photo(name="现场.jpg"):
    return ContentFile(PHOTO, name)


def test_a_draft_is_private_and_no_act(house):
    member = make.member("林晓")

    draft = writing.begin(text=TEXT, by=make.as_member(member), at=NOW)

    assert (draft.title, draft.source_name, draft.edition, draft.number) == ("公交站太远", "林晓", 1, "")
    assert [(each.name, each.role) for each in draft.authors.order_by("order")] == [("林晓", "main"), ("王五", "co")]
    assert LedgerEntry.objects.count() == 0
    for other in (make.as_member(make.member()), make.clerk(), make.secretary_general(), make.leader()):
        assert not queries.opinions_visible_to(other).exists()


def test_a_hat_without_an_owner_writes_for_nobody(house):
    from yizheng.accounts.enums import Role

    refused("no_owner", lambda: writing.begin(by=make.as_role(Role.COMMITTEE_CLERK), at=NOW))
    refused("no_owner", lambda: writing.begin(by=make.as_role(Role.INFO_OFFICER), at=NOW))
    with pytest.raises(PermissionDenied):
        writing.begin(by=make.as_role(Role.UNIT_CLERK), at=NOW)


def test_saving_counts_the_edition_and_the_same_save_sent_again_is_one_save(house):
    member = make.member()
    draft, by = make.opinion(S.DRAFT, by=member), make.as_member(member)

    first, again = (writing.autosave(opinion=draft, text=TEXT, edition=1, by=by, at=NOW) for _ in range(2))

    assert (first.edition, again.edition, again.title, again.touched_at) == (2, 2, "公交站太远", NOW)
    assert LedgerEntry.objects.count() == 0


def test_two_tabs_never_overwrite_each_other_unseen(house):
    member = make.member()
    draft, by = make.opinion(S.DRAFT, by=member), make.as_member(member)
    writing.autosave(opinion=draft, text=TEXT, edition=1, by=by, at=NOW)

    refused(
        "edited_elsewhere",
        lambda: writing.autosave(opinion=draft, text=Text(title="别的"), edition=1, by=by, at=NOW),
    )


@pytest.mark.parametrize("state", [state for state in S if state not in (S.DRAFT, S.RETURNED)])
def test_after_it_was_sent_in_the_author_changes_nothing(house, state):
    member = make.member()
    piece, by = make.opinion(state, by=member), make.as_member(member)

    refused("sent", lambda: writing.autosave(opinion=piece, text=TEXT, edition=1, by=by, at=NOW))
    refused("sent", lambda: writing.discard(opinion=piece, by=by, at=NOW))


def test_what_came_back_is_changed_but_not_thrown_away(house):
    member = make.member()
    piece, by = make.opinion(S.RETURNED, by=member), make.as_member(member)

    assert writing.autosave(opinion=piece, text=TEXT, edition=1, by=by, at=NOW).edition == 2
    refused("sent", lambda: writing.discard(opinion=piece, by=by, at=NOW))


def test_nobody_else_writes_in_a_draft(house):
    draft, along = make.opinion(S.DRAFT), make.member()
    make.co_author(draft, along)

    for actor in (make.as_member(along), make.clerk()):
        refused("not_yours", lambda by=actor: writing.autosave(opinion=draft, text=TEXT, edition=1, by=by, at=NOW))
    for actor in (make.as_member(make.member()), make.secretary_general()):
        with pytest.raises(PermissionDenied):
            writing.autosave(opinion=draft, text=TEXT, edition=1, by=actor, at=NOW)


@pytest.mark.parametrize("text", [Text(title="长" * 81), Text(situation="长" * 20_001)])
def test_what_cannot_be_kept_is_refused_with_a_sentence(house, text):
    member = make.member()
    draft, by = make.opinion(S.DRAFT, by=member), make.as_member(member)

    refused("long_text", lambda: writing.autosave(opinion=draft, text=text, edition=1, by=by, at=NOW))


def test_a_closed_call_or_one_to_others_is_not_answered(house):
    member = make.member()
    by = make.as_member(member)

    for call in (make.call(state="closed"), make.call(is_to_all=False)):
        refused("call_closed", lambda given=call: writing.begin(text=Text(call=given), by=by, at=NOW))
    assert writing.begin(text=Text(call=make.call()), by=by, at=NOW).call is not None


def test_a_photo_is_told_by_its_bytes_and_goes_with_the_draft(house):
    member = make.member()
    draft, by = make.opinion(S.DRAFT, by=member), make.as_member(member)

    kept = photos.enclose(opinion=draft, file=photo(), name="现场.jpg", by=by, at=NOW)
    fake = ContentFile(b"MZ not a picture", "现场.jpg")
    refused("bad_type", lambda: photos.enclose(opinion=draft, file=fake, name="现场.jpg", by=by, at=NOW))
    refused("empty", lambda: photos.enclose(opinion=draft, file=ContentFile(b"", "a.jpg"), name="a.jpg", by=by, at=NOW))
    assert list(photos.files_of(draft)) == [kept]

    photos.take_out(opinion=draft, file=kept, by=by, at=NOW)
    assert not StoredFile.objects.exists()


def test_no_more_photos_than_nine_and_none_after_sending_in(house):
    member = make.member()
    draft, by = make.opinion(S.DRAFT, by=member), make.as_member(member)
    for number in range(9):
        photos.enclose(opinion=draft, file=photo(), name=f"{number}.jpg", by=by, at=NOW)
    sent = make.opinion(S.SUBMITTED, by=member)

    refused("too_many", lambda: photos.enclose(opinion=draft, file=photo(), name="x.jpg", by=by, at=NOW))
    refused("sent", lambda: photos.enclose(opinion=sent, file=photo(), name="x.jpg", by=by, at=NOW))


def test_throwing_a_draft_away_takes_its_photos_along(house):
    member = make.member()
    draft, by = make.opinion(S.DRAFT, by=member), make.as_member(member)
    photos.enclose(opinion=draft, file=photo(), name="现场.jpg", by=by, at=NOW)

    writing.discard(opinion=draft, by=by, at=NOW)

    assert (Opinion.objects.count(), StoredFile.objects.count()) == (0, 0)
    refused("gone", lambda: writing.autosave(opinion=draft, text=TEXT, edition=1, by=by, at=NOW))


def test_an_old_draft_is_warned_of_then_deleted_a_week_later(house):
    member = make.member()
    draft = make.opinion(S.DRAFT, by=member, touched_at=NOW - timedelta(days=24))
    make.opinion(S.DRAFT, touched_at=NOW - timedelta(days=3))

    assert sweep(at=NOW) == (1, 0)
    assert sweep(at=NOW) == (0, 0)
    assert Notice.objects.get().recipient == member.person.user
    assert sweep(at=NOW + timedelta(days=8)) == (0, 1)
    assert not Opinion.objects.filter(pk=draft.pk).exists()
    assert Opinion.objects.count() == 1


def test_an_edited_draft_is_not_deleted(house):
    member = make.member()
    draft = make.opinion(S.DRAFT, by=member, touched_at=NOW - timedelta(days=24))
    sweep(at=NOW)
    writing.autosave(opinion=draft, text=TEXT, edition=1, by=make.as_member(member), at=NOW)

    assert sweep(at=NOW + timedelta(days=8)) == (0, 0)
