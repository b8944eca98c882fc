"""Every configuration key changes something: whichever room registers it, its probe sees two outcomes."""

from __future__ import annotations

import pytest
from django.utils import timezone

from yizheng.config.tests.probing import AT, outcome, probes
from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee
from yizheng.org import configuration

PROBES = {probe.key: probe for probe in probes()}


def test_each_key_has_one_probe_and_each_probe_a_key():
    registered = [key.name for key in configuration.registered()]

    assert sorted(probe.key for probe in probes()) == registered


@pytest.mark.parametrize("probe", PROBES.values(), ids=lambda probe: probe.key)
def test_a_key_has_an_effect_that_can_be_seen(db, monkeypatch, probe):
    monkeypatch.setattr(timezone, "now", lambda: AT)
    committee = Committee.objects.create(full_name="政协试验区委员会", short_name="试验区政协", slug="shiyan")
    with tenancy.scope(committee):
        outcomes = [outcome(probe, given) for given in (probe.one, probe.other)]

    assert outcomes[0] != outcomes[1]


@pytest.mark.parametrize("key", configuration.registered(), ids=lambda key: key.name)
def test_a_key_says_what_it_is_and_what_it_changes(key):
    assert key.label
    assert key.effect.endswith("。")
    assert key.section
