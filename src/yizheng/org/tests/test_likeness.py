"""How like two names are."""

import pytest

from yizheng.org.likeness import contract, likeness, sounds_alike, squeeze


@pytest.mark.parametrize("padded", ["陆 青", "陆　青", " 陆青\u00a0", "陆\u200b青", "陆\n青"])
def test_padding_is_no_part_of_a_name(padded: str) -> None:
    assert squeeze(padded) == "陆青"


def test_what_every_office_shortens_is_one() -> None:
    assert contract("委员工作委员会") == contract("委员工委") == "委员工委"
    assert contract("县政府办公室") == contract("县政府办")
    assert contract("办公室") == "办公室"


@pytest.mark.parametrize(
    ("written", "name", "score", "reason"),
    [
        ("陆清", "陆青", 0.85, "与“陆青”同音"),
        ("宋致远", "宋志远", 0.85, "与“宋志远”同音"),
        ("宋志元", "宋志远", 0.85, "与“宋志远”同音"),
        ("宋志达", "宋志远", 0.7, "与“宋志远”只差一个字"),
        ("宋远志", "宋志远", 0.8, "与“宋志远”只是两个字颠倒"),
        ("欧阳志", "欧阳志远", 0.65, "与“欧阳志远”只少一个字"),
    ],
)
def test_misspelt_persons(written: str, name: str, score: float, reason: str) -> None:
    alike = likeness(written, name, abbreviated=False)

    assert alike is not None
    assert (alike.score, alike.reason) == (score, reason)


@pytest.mark.parametrize(("written", "name"), [("陆青", "陆山"), ("宋志远", "何云"), ("王二小", "宋志远")])
def test_persons_who_share_one_character_at_most_are_not_alike(written: str, name: str) -> None:
    assert likeness(written, name, abbreviated=False) is None


@pytest.mark.parametrize(
    ("written", "right", "wrong"),
    [
        ("农科委", "农业科技委员会", "农业和农村委员会"),
        ("城环委", "城市建设和环境资源委员会", "经济和农业委员会"),
        ("文旅委", "文化旅游和史料委员会", "教育卫生和文体旅委员会"),
        ("民宗委", "社会法制和民族宗教委员会", "文化旅游和史料委员会"),
        ("学习委", "文史和学习委员会", "社会法制和民族宗教委员会"),
    ],
)
def test_an_abbreviation_is_most_like_its_full_name(written: str, right: str, wrong: str) -> None:
    alike = likeness(written, right, abbreviated=True)
    other = likeness(written, wrong, abbreviated=True)

    assert alike is not None
    assert alike.score >= 0.7
    assert alike.reason == f"像是“{right}”的简称"
    assert other is None or other.score < alike.score


def test_characters_share_a_reading_whatever_the_tone() -> None:
    assert sounds_alike("付", "副")
    assert not sounds_alike("付", "主")
