"""The commands `seal_ledger`, `verify_ledger`, `export_ledger` and the hourly job."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from yizheng.kernel import offline_verifier, tasks
from yizheng.kernel.canonical import short_anchor


@pytest.fixture
def house(ledger_house, settings, owner_url, app_url):
    settings.DATABASE_OWNER_URL = owner_url
    settings.DATABASE_URL = app_url
    return ledger_house


def run(command, *arguments):
    """Return exit status, what was printed as JSON, and the sentences."""
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command(command, *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        status = ended.code
    return status, json.loads(out.getvalue()), err.getvalue().splitlines()


def test_seal_ledger_prints_what_it_sealed(house):
    house.write(2)
    house.settle()

    status, told, _ = run("seal_ledger")

    assert status == 0
    assert (told["linjiang"]["ordinal"], told["linjiang"]["count"]) == (1, 2)
    assert run("seal_ledger")[1] == {}


def test_a_whole_ledger_is_said_to_be_whole_with_its_anchor(house):
    house.write(2)
    seal = house.seal()
    house.write(1)

    status, told, sentences = run("verify_ledger")

    assert status == 0
    assert told["ok"] is True
    assert told["committees"][0] == {
        "committee": "linjiang", "sealed": 2, "unsealed": 1, "seals": 1, "anchor": seal.hash,
        "anchor_short": short_anchor(seal.hash), "findings": [],
    }  # fmt: skip
    assert sentences == [
        f"政协linjiang委员会：已封存2条，封存1次，待封存1条，锚点 {short_anchor(seal.hash)}；与封存时一致。",
        "政协haishan委员会：已封存0条，封存0次，待封存0条，还没有封存过；与封存时一致。",
    ]


def test_a_changed_entry_ends_the_command_with_status_1_and_its_name(house):
    (entry_id,) = house.write()
    house.seal()
    house.forge("update kernel_ledgerentry set act = 'cancel_task', kind = 'other_kind', object_id = 5")

    status, told, sentences = run("verify_ledger", "--committee", "linjiang")

    assert status == 1
    assert told["ok"] is False
    assert told["committees"][0]["findings"] == [
        {
            "fault": "changed", "seal": 1, "entry_id": entry_id, "act": "cancel_task", "kind": "other_kind",
            "object_id": "5", "at": "2026-03-12 02:30:15.25+00",
        }
    ]  # fmt: skip
    assert sentences[0] == (
        f"政协linjiang委员会：第1次封存中的台账记录{entry_id}"
        "（cancel_task，other_kind 5，2026年3月12日 10:30）被改动过。"
    )


def test_the_ledger_can_be_verified_by_the_serving_role(house, settings):
    house.write()
    house.seal()
    settings.DATABASE_OWNER_URL = ""

    assert run("verify_ledger")[1]["committees"][0]["sealed"] == 1


def test_a_printed_anchor_can_be_typed_in(house):
    house.write()
    seal = house.seal()
    typed = short_anchor(seal.hash).upper().replace(" ", "-")

    assert run("verify_ledger", "--committee", "linjiang", "--anchor", typed)[0] == 0
    status, _, sentences = run("verify_ledger", "--committee", "linjiang", "--anchor", "0" * 32)

    assert status == 1
    assert "给出的锚点不在任何一次封存中" in sentences[0]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--committee", "nowhere"], "没有简称为“nowhere”的政协组织，请核对网址。"),
        (["--anchor", "0" * 32], "核对锚点时请用 --committee 写明是哪个政协组织。"),
        (["--committee", "linjiang", "--anchor", "锚"], "锚点应是16到64位的0–9、a–f，空格和短横线不计。"),
    ],
)
def test_a_wrong_argument_is_answered_in_one_sentence(house, arguments, sentence):
    with pytest.raises(CommandError) as refused:
        run("verify_ledger", *arguments)

    assert str(refused.value) == sentence
    assert refused.value.returncode == 2


def test_the_export_is_confirmed_by_the_offline_verifier(house, tmp_path, capsys):
    house.write(2)
    house.seal()
    target = tmp_path / "ledger.jsonl"

    run("verify_ledger", "--export", str(target))

    assert offline_verifier.main([str(target)]) == 0
    out = StringIO()
    call_command("export_ledger", "--committee", "linjiang", stdout=out)
    assert [line for line in out.getvalue().splitlines() if "entry" in line] == [
        line for line in target.read_text(encoding="utf-8").splitlines() if "entry" in line
    ]


def test_sealing_without_the_owners_address_says_which_setting_is_missing(house, settings):
    settings.DATABASE_OWNER_URL = ""

    with pytest.raises(ImproperlyConfigured, match="DATABASE_OWNER_URL"):
        tasks.seal_ledger(house.linjiang.pk)


def test_the_hourly_job_puts_one_job_a_committee_into_the_queue_and_not_twice(house):
    tasks.seal_ledgers(0)
    tasks.seal_ledgers(3600)

    queued = ProcrastinateJob.objects.filter(task_name="kernel.seal_ledger").order_by("id")
    assert [job.args for job in queued] == [
        {"committee_id": house.linjiang.pk}, {"committee_id": house.haishan.pk},
    ]  # fmt: skip


def test_the_jobs_seal_each_committee(house):
    house.write(2)
    house.write(1, house.haishan)
    tasks.seal_ledgers(0)
    house.settle()

    for job in ProcrastinateJob.objects.filter(task_name="kernel.seal_ledger"):
        app.tasks[job.task_name](**job.args)
        app.tasks[job.task_name](**job.args)

    assert [each["sealed"] for each in run("verify_ledger")[1]["committees"]] == [2, 1]


def test_the_seal_is_due_every_hour():
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}

    assert periodic["kernel.seal_ledgers"] == "7 * * * *"
