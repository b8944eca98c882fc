"""Finding who is meant by the names in a plan's columns (handbook 1.4, 3.3, 18.3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizheng.org.resolving import (
    Alias,
    Charge,
    Directory,
    NameCandidate,
    Resolution,
    ResolutionState,
    Tenure,
    resolve,
)

JANUARY, RENEWAL, JUNE = date(2026, 1, 10), date(2026, 2, 1), date(2026, 6, 1)


def person(id: int, name: str, *posts: Tenure, charges: tuple[Charge, ...] = ()) -> NameCandidate:
    return NameCandidate("person", id, name, posts=posts, charges=charges)


def committee(
    id: int, name: str, *aliases: Alias, since: date | None = None, until: date | None = None
) -> NameCandidate:
    return NameCandidate("body", id, name, aliases, collectives=("专委会",), valid_from=since, valid_to=until)


CHAIR = person(1, "宋志远", Tenure("主席", RENEWAL))
FORMER_CHAIR = person(2, "何云", Tenure("主席", None, RENEWAL))
VICE_1 = person(3, "陆青", Tenure("副主席", RENEWAL, rank=1), charges=(Charge(21), Charge(22)))
VICE_2 = person(4, "欧阳明月", Tenure("副主席", rank=2), charges=(Charge(23),))
SECRETARY = person(5, "丁一山", Tenure("秘书长"))
OFFICE = NameCandidate("body", 10, "办公室")
JOINT = committee(20, "提案和委员工作委员会", Alias("提委联委"), until=RENEWAL)
PROPOSALS = committee(21, "提案委员会", since=RENEWAL)
MEMBERS = committee(22, "委员工作委员会", since=RENEWAL)
ECONOMY = committee(23, "经济和农业科技委员会", Alias("经农委"))
BUREAU = NameCandidate("unit", 30, "县教育局", (Alias("教育体育局", None, RENEWAL),))

EVERYBODY = [CHAIR, VICE_2, VICE_1, FORMER_CHAIR, SECRETARY]
EVERYBODY += [OFFICE, JOINT, PROPOSALS, MEMBERS, ECONOMY, BUREAU]


def names_of(resolution: Resolution) -> list[str]:
    return [target.name for target in resolution.targets]


def suggested(resolution: Resolution) -> list[str]:
    return [suggestion.target.name for suggestion in resolution.suggestions]


def read(text: str, on: date = JUNE, *departments: str) -> Resolution:
    directory = Directory(EVERYBODY, on)
    return directory.resolve(text, [directory.resolve(department) for department in departments])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("陆青", ["陆青"]),
        ("陆　青", ["陆青"]),
        ("宋志远\n陆 青", ["宋志远", "陆青"]),
        ("宋志远、陆青", ["宋志远", "陆青"]),
        ("办公室 提案委", ["办公室", "提案委员会"]),
        ("提案委和办公室", ["提案委员会", "办公室"]),
        ("办公室（牵头）、提案委（配合）", ["办公室", "提案委员会"]),
        ("经农委", ["经济和农业科技委员会"]),
        ("委员工委", ["委员工作委员会"]),
        ("县教育局", ["县教育局"]),
        ("陆青副主席", ["陆青"]),
        ("主席宋志远", ["宋志远"]),
        ("主席 副主席", ["宋志远", "陆青", "欧阳明月"]),
        ("主　席\n副主席", ["宋志远", "陆青", "欧阳明月"]),
        ("主席副主席", ["宋志远", "陆青", "欧阳明月"]),
        ("各副主席", ["陆青", "欧阳明月"]),
        ("主席会议成员", ["宋志远", "陆青", "欧阳明月", "丁一山"]),
        ("各专委会", ["提案委员会", "委员工作委员会", "经济和农业科技委员会"]),
        ("办公室\n各专委会", ["办公室", "提案委员会", "委员工作委员会", "经济和农业科技委员会"]),
    ],
)
def test_exact_names_posts_and_phrases_are_resolved(text: str, names: list[str]) -> None:
    resolution = read(text)

    assert resolution.state is ResolutionState.RESOLVED
    assert names_of(resolution) == names
    assert resolution.display_text == text
    assert (resolution.suggestions, resolution.note) == ((), "")


def test_a_post_says_through_what_its_holder_was_reached() -> None:
    assert [(target.name, target.through) for target in read("宋志远 副主席").targets] == [
        ("宋志远", ""),
        ("陆青", "副主席"),
        ("欧阳明月", "副主席"),
    ]


def test_a_post_means_those_who_hold_it_on_the_day() -> None:
    assert names_of(read("主席 副主席", JANUARY)) == ["何云", "欧阳明月"]


def test_a_post_that_nobody_holds_is_unknown() -> None:
    resolution = read("副秘书长")

    assert resolution.state is ResolutionState.UNKNOWN
    assert resolution.note == "2026年6月1日没有登记“副秘书长”，请先补登任职。"


def test_the_joint_body_is_meant_before_the_renewal_and_two_bodies_after_it() -> None:
    before, after = read("提案和委员工委", JANUARY), read("提案和委员工委", JUNE)

    assert (before.state, names_of(before)) == (ResolutionState.RESOLVED, ["提案和委员工作委员会"])
    assert after.state is ResolutionState.UNSURE
    assert after.targets == ()
    assert set(suggested(after)) == {"提案委员会", "委员工作委员会", "提案和委员工作委员会"}


def test_an_alias_of_two_bodies_gives_both() -> None:
    old_name = Alias("提案和委员工委", RENEWAL)
    candidates = [
        JOINT,
        committee(21, "提案委员会", old_name, since=RENEWAL),
        committee(22, "委员工作委员会", old_name, since=RENEWAL),
    ]

    resolution = resolve("提案和委员工委", candidates, on=JUNE)

    assert resolution.state is ResolutionState.RESOLVED
    assert names_of(resolution) == ["提案委员会", "委员工作委员会"]


def test_an_alias_holds_only_on_its_days() -> None:
    assert names_of(read("教育体育局", JANUARY)) == ["县教育局"]

    after = read("教育体育局", RENEWAL)
    assert (after.state, suggested(after)) == (ResolutionState.UNSURE, ["县教育局"])


def test_an_abbreviation_is_suggested_with_its_reason() -> None:
    resolution = read("经科委")

    assert resolution.state is ResolutionState.UNSURE
    assert [(one.target.name, one.reason) for one in resolution.suggestions] == [
        ("经济和农业科技委员会", "像是“经济和农业科技委员会”的简称")
    ]
    assert resolution.note == "没有叫“经科委”的，请从相近的名称里选定。"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("宋智远", ["宋志远"]),
        ("宋志达", ["宋志远"]),
        ("陆清", ["陆青"]),
        ("提安委", ["提案委员会"]),
        ("付主席", ["陆青", "欧阳明月"]),
        ("宋志远副主席", ["宋志远"]),
        ("陆副主席", ["陆青"]),
        ("欧阳副主席", ["欧阳明月"]),
    ],
)
def test_a_wrong_character_is_suggested_and_never_taken(text: str, names: list[str]) -> None:
    resolution = read(text)

    assert (resolution.state, resolution.targets) == (ResolutionState.UNSURE, ())
    assert suggested(resolution) == names


@pytest.mark.parametrize("text", ["王二小", "气象站", "各联络处", "有关单位", "（）"])
def test_a_name_that_nothing_resembles_is_unknown(text: str) -> None:
    resolution = read(text)

    assert (resolution.state, resolution.targets, resolution.suggestions) == (
        ResolutionState.UNKNOWN,
        (),
        (),
    )
    assert resolution.note.endswith("。")


@pytest.mark.parametrize("text", ["", " ", "　\n"])
def test_an_empty_cell_is_unknown(text: str) -> None:
    assert resolve(text, EVERYBODY, on=JUNE) == Resolution(
        text, ResolutionState.UNKNOWN, note="这里没有写名称，请补上。"
    )


def test_two_persons_of_one_name_are_left_to_a_person() -> None:
    namesake = person(6, "陆青")

    resolution = resolve("陆青", [VICE_1, namesake], on=JUNE)

    assert (resolution.state, resolution.targets) == (ResolutionState.UNSURE, ())
    assert [suggestion.target.id for suggestion in resolution.suggestions] == [3, 6]
    assert resolution.note == "有2个都叫“陆青”，请选定。"


def test_what_is_known_of_several_names_is_kept() -> None:
    resolution = read("陆青 王二小")

    assert resolution.state is ResolutionState.UNSURE
    assert names_of(resolution) == ["陆青"]
    assert resolution.note == "没有找到与“王二小”相近的名称，请补登或改正。"


def test_some_committees_are_offered_but_not_taken() -> None:
    resolution = read("有关专委会")

    assert (resolution.state, resolution.targets) == (ResolutionState.UNSURE, ())
    assert suggested(resolution) == ["提案委员会", "委员工作委员会", "经济和农业科技委员会"]
    assert resolution.note == "“有关专委会”没有写明是哪几个，请选定，或保留原文。"


def test_a_phrase_kept_as_a_group_by_the_office_is_that_group() -> None:
    group = NameCandidate("group", 40, "有关专委会")

    resolution = resolve("有关专委会", [*EVERYBODY, group], on=JUNE)

    assert (resolution.state, [target.id for target in resolution.targets]) == (
        ResolutionState.RESOLVED,
        [40],
    )


def test_the_leader_in_charge_follows_from_the_departments_of_the_row() -> None:
    resolution = read("分管主席", JUNE, "提案委", "经农委")

    assert resolution.state is ResolutionState.RESOLVED
    assert [(target.name, target.through) for target in resolution.targets] == [
        ("陆青", "分管主席"),
        ("欧阳明月", "分管主席"),
    ]


@pytest.mark.parametrize(
    ("departments", "offered"),
    [
        ([], ["陆青", "欧阳明月"]),
        (["提案委", "有关专委会"], ["陆青"]),
        (["办公室", "提案委"], ["陆青"]),
        (["办公室"], ["陆青", "欧阳明月"]),
    ],
)
def test_the_leader_in_charge_is_only_offered_when_a_department_is_open(
    departments: list[str], offered: list[str]
) -> None:
    resolution = read("分管副主席", JUNE, *departments)

    assert (resolution.state, resolution.targets) == (ResolutionState.UNSURE, ())
    assert suggested(resolution) == offered
    assert resolution.note == "“分管副主席”要看责任部门由谁分管，请选定。"


def test_names_written_without_a_space_are_shown_apart() -> None:
    resolution = read("办公室提案委员会")

    assert (resolution.state, suggested(resolution)) == (
        ResolutionState.UNSURE,
        ["办公室", "提案委员会"],
    )


# 陆青副主席 is not here: 陆青 副主席 with a space may well be two.
PERSONS = ["陆青", "欧阳明月", "宋智远", "王二小", "付主席", "副主席", "各副主席", "分管主席"]
BODIES = ["办公室", "提案委", "提案委员会", "有关专委会", "经科委", "提案和委员工委"]
KNOWN_TEXTS = st.sampled_from([*PERSONS, *BODIES])
SPACE = st.text(alphabet=" \u3000\u00a0\t\u200b", max_size=3)


@given(KNOWN_TEXTS, st.sampled_from([JANUARY, JUNE]), st.data())
def test_padding_never_changes_the_result(text: str, on: date, data: st.DataObject) -> None:
    padded = "".join(data.draw(SPACE) + mark for mark in text) + data.draw(SPACE)
    plain, spaced = read(text, on), read(padded, on)

    assert spaced.display_text == padded
    assert (spaced.state, spaced.targets, spaced.suggestions, spaced.note) == (
        plain.state,
        plain.targets,
        plain.suggestions,
        plain.note,
    )


STRANGERS = st.lists(
    st.builds(
        NameCandidate,
        kind=st.sampled_from(["person", "body", "unit"]),
        id=st.integers(100, 999),
        name=st.text(alphabet="柳絮飞鸿雪泥局厅站", min_size=2, max_size=6),
    ),
    max_size=8,
)


@given(st.sampled_from(["陆青", "主席 副主席", "办公室 提案委", "各专委会", "经农委", "陆青副主席"]), STRANGERS)
def test_unrelated_candidates_never_disturb_what_is_resolved(text: str, strangers: list[NameCandidate]) -> None:
    alone = resolve(text, EVERYBODY, on=JUNE)

    assert resolve(text, [*strangers, *EVERYBODY], on=JUNE) == alone
    assert resolve(text, [*EVERYBODY, *strangers], on=JUNE) == alone


@given(st.text(max_size=12))
def test_any_text_is_kept_and_answered(text: str) -> None:
    resolution = read(text)

    assert resolution.display_text == text
    assert (resolution.state is ResolutionState.RESOLVED) <= bool(resolution.targets)
    assert resolution.state is ResolutionState.RESOLVED or resolution.note
