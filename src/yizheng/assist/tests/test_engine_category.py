"""Suggesting a subject among the committee's own categories."""

from yizheng.assist import category

CATEGORIES = ["教育", "交通运输", "医疗卫生"]
EXAMPLES = [("公交站台没有雨棚", "交通运输"), ("学校门口拥堵", "交通运输"), ("小学食堂", "教育"), ("旧类别", "已停用")]


def test_a_category_known_by_name_is_suggested_without_examples() -> None:
    assert category.suggest("公交班次太少，希望增开线路", CATEGORIES)[0].label == "交通运输"
    assert category.suggest("村卫生室缺少医生", CATEGORIES)[0].label == "医疗卫生"


def test_only_the_categories_in_use_are_suggested() -> None:
    found = category.suggest("小学食堂的饭菜", CATEGORIES, EXAMPLES)

    assert {each.label for each in found} == set(CATEGORIES)
    assert found[0].label == "教育"


def test_examples_overrule_what_the_name_says() -> None:
    taught = category.train(["甲类", "乙类"], [("河边路灯不亮", "甲类"), ("河边步道破损", "乙类")] * 4)

    assert taught.suggest("路灯不亮")[0].label == "甲类"
    assert taught.suggest("步道破损")[0].label == "乙类"
