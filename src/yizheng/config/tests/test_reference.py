"""The generated reference says what the code does, and is not stale."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from yizheng.config.management.commands.write_reference import BEGIN, END
from yizheng.config.reference.conditions import answer, conditions_named, roles_named, rules_by_permission
from yizheng.config.reference.pages import ROLE_LABELS, permissions, workflows
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.permissions import may

REFERENCE = Path(__file__).parents[4] / "docs" / "reference"


@pytest.mark.parametrize(
    ("rule", "clerk", "member"),
    [
        ("wears(clerk)", True, False),
        ("wears(clerk, member)", True, True),
        ("~wears(clerk)", False, True),
        ("owns it", None, None),
        ("~owns it", None, None),
        ("(wears(clerk) | owns it)", True, None),
        ("(wears(clerk) & owns it)", None, False),
        ("(wears(clerk) & ~(wears(clerk) | owns it))", False, False),
        ("((wears(clerk) | wears(member)) & ~wears(member))", True, False),
        ("(wears(clerk) ^ wears(member))", True, True),
        ("(owns (it) | wears(clerk))", True, None),
    ],
)
def test_a_rule_is_read_for_each_role(rule, clerk, member):
    assert (answer(rule, "clerk"), answer(rule, "member")) == (clerk, member)


def test_a_rule_tells_the_roles_and_conditions_it_names():
    rule = "((wears(clerk, member) | owns it) & ~(is late | wears(leader)))"

    assert roles_named(rule) == {"clerk", "member", "leader"}
    assert conditions_named(rule) == {"owns it", "is late"}


def test_a_rule_with_lost_brackets_is_an_error():
    with pytest.raises(ValueError, match="lost"):
        answer("(lost", "clerk")


def actor(role):
    return Actor(user_id=None, name="周晓兰", hat=Hat(role))


@pytest.mark.parametrize("perm", sorted(rules_by_permission()))
def test_the_table_says_what_the_predicates_say(perm):
    rule = rules_by_permission()[perm]
    told = {role: answer(rule, role) for role in ROLE_LABELS}

    decided = {role for role, said in told.items() if said is not None}
    assert {role: may(perm, actor(role)) for role in decided} == {role: told[role] for role in decided}


@pytest.mark.parametrize("perm", sorted(rules_by_permission()))
def test_every_role_of_a_permission_exists(perm):
    assert roles_named(rules_by_permission()[perm]) <= set(ROLE_LABELS)


def test_the_pages_name_a_known_act_with_its_roles():
    assert "| 销号 | `confirm_task` | 已完成 | 已销号 | `plan.confirm_task` |" in workflows()
    assert "    done --> confirmed : 销号" in workflows()
    assert "| `plan.confirm_task` | 销号 |" in permissions()


def test_the_committed_pages_are_not_stale():
    call_command("write_reference", "--check")


@pytest.fixture
def folder(tmp_path):
    """The reference, in a folder of its own."""
    shutil.copytree(REFERENCE, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize("name", ["workflows.md", "permissions.md", "glossary.md"])
def test_a_stale_page_is_named_and_left_alone_by_check(folder, name):
    page = folder / name
    stale = page.read_text(encoding="utf-8").replace("销号", "改过")
    page.write_text(stale, encoding="utf-8")
    if name == "glossary.md":
        assert "改过" in stale.partition(BEGIN)[2]

    with pytest.raises(CommandError, match=f"^{name} 与代码不一致"):
        call_command("write_reference", "--check", folder=folder)

    assert page.read_text(encoding="utf-8") == stale


def test_writing_again_renews_the_generated_part_and_keeps_what_people_wrote(folder):
    page = folder / "glossary.md"
    text = page.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    page.write_text(head.replace("用语表", "我们的用语表") + BEGIN + "旧表\n" + END + rest.partition(END)[2], "utf-8")

    call_command("write_reference", folder=folder, stdout=StringIO())

    assert page.read_text(encoding="utf-8") == text.replace("用语表", "我们的用语表")


def test_a_glossary_without_marks_is_refused_and_kept(folder):
    page = folder / "glossary.md"
    page.write_text("# 用语表\n", encoding="utf-8")

    with pytest.raises(CommandError, match="起止标记"):
        call_command("write_reference", folder=folder)

    assert page.read_text(encoding="utf-8") == "# 用语表\n"
