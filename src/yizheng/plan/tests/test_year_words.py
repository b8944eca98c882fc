"""The line under the committee's name."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from yizheng.kernel.models import Committee
from yizheng.plan.pages import year_words


def test_a_page_of_no_committee_says_no_year(rf: RequestFactory) -> None:
    assert year_words(rf.get("/ui/")) == ""


@pytest.mark.django_db
def test_the_catalogue_opens_outside_every_committee(client: Client) -> None:
    Committee.objects.create(slug="linjiang", full_name="政协临江区委员会", short_name="临江区政协", is_demo=True)

    assert client.get("/ui/").status_code == 200
