"""A public form costs a machine work and a person nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yizheng.accounts import friction
from yizheng.accounts.models import DoorCount
from yizheng.kernel.errors import Refused

from .solving import solved

pytestmark = pytest.mark.django_db


def refused(posted, at, purpose="lead"):
    """Return the code with which a form is refused."""
    with pytest.raises(Refused) as told:
        friction.check(purpose, posted=posted, at=at)
    return told.value.code


def test_a_solved_challenge_is_taken_once():
    now = timezone.now()
    posted = solved("lead", now)

    friction.check("lead", posted=posted, at=now)

    assert refused(posted, now) == "stale_form"


def test_without_a_script_a_little_patience_will_do():
    now = timezone.now()
    posted = {"challenge": friction.fresh("lead", at=now).challenge, "proof": ""}

    assert refused(posted, now + timedelta(seconds=5)) == "too_fast"
    friction.check("lead", posted=posted, at=now + friction.PATIENCE)


@pytest.mark.parametrize("given", ["", "x", "eyJhIjoxfQ:1abc:forged"])
def test_a_forged_challenge_is_refused(given):
    assert refused({"challenge": given, "proof": "1"}, timezone.now()) == "stale_form"


def test_a_challenge_of_another_form_or_of_yesterday_is_refused():
    now = timezone.now()

    assert refused(solved("other", now), now) == "stale_form"
    assert refused(solved("lead", now), now + timedelta(days=1)) == "stale_form"
    assert refused(solved("lead", now + timedelta(hours=1)), now) == "stale_form"


def test_whoever_fills_the_field_that_no_person_sees_is_told_so():
    now = timezone.now()

    assert refused({**solved("lead", now), "homepage": "https://example.com"}, now) == "trapped"
    assert DoorCount.objects.count() == 0
