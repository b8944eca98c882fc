"""Names in the official order of strokes. All names are invented but for the well-known ones of books."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee
from yizheng.org.models import Person
from yizheng.org.strokes import MOST_CHARS, parted, stroke_key, strokes_of, unknown_in


def in_order(*names):
    return sorted(names, key=stroke_key)


@pytest.mark.parametrize(
    ("character", "strokes"),
    [("丁", "12"), ("王", "1121"), ("李", "1234521"), ("张", "5153154"), ("德", "332122522114544"), ("𠮷", "121251")],
)
def test_a_character_is_written_in_its_strokes(character, strokes):
    assert strokes_of(character) == strokes


def test_fewer_strokes_of_the_surname_stand_first():
    assert in_order("魏启", "丁兰", "赵明远", "王珂", "何书") == ["丁兰", "王珂", "何书", "赵明远", "魏启"]


def test_of_equal_numbers_the_first_stroke_decides_heng_shu_pie_dian_zhe():
    four = ["王一", "贝一", "毛一", "方一", "邓一"]

    assert in_order(*reversed(four)) == four


def test_the_second_stroke_decides_where_the_first_is_the_same():
    # 李 1234521, 杨 1234533, 吴 2511134: seven strokes each.
    assert in_order("吴一", "杨一", "李一") == ["李一", "杨一", "吴一"]


def test_within_a_surname_one_character_stands_before_two_then_strokes_decide():
    assert in_order("王小文", "王毅", "王一鸣", "王宁") == ["王宁", "王毅", "王一鸣", "王小文"]


def test_one_surname_stays_together_beside_another_with_the_same_strokes():
    assert strokes_of("干") == strokes_of("于") == "112"
    assert in_order("于一", "干二", "于三", "干一") in (
        ["干一", "干二", "于一", "于三"],
        ["于一", "于三", "干一", "干二"],
    )


def test_double_surnames_are_read_whole_and_stand_after_the_single_one():
    assert parted("司马文远") == ("司马", "文远")
    assert parted("欧阳宁") == ("欧阳", "宁")
    assert parted("司马") == ("司", "马")
    assert in_order("司马文", "司丁", "诸葛明", "欧阳宁") == ["司丁", "司马文", "欧阳宁", "诸葛明"]


def test_the_padding_of_print_changes_nothing():
    assert stroke_key("毛　进") == stroke_key("毛进")


def test_what_the_table_does_not_know_stands_last_and_is_reported():
    assert in_order("㛃一", "魏一") == ["魏一", "㛃一"]
    assert unknown_in("孟㛃") == ["㛃"]
    assert unknown_in("𠮷远·阿依") == []


def test_a_long_name_keeps_within_its_column():
    assert len(stroke_key("麟" * 40)) == MOST_CHARS


def test_every_surname_of_the_hundred_is_known():
    surnames = (
        "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
        "鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
        "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭"
        "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    )
    assert [surname for surname in surnames if not strokes_of(surname)] == []


def test_the_command_fills_what_is_stale_and_names_what_it_does_not_know(db):
    committee = Committee.objects.create(full_name="政协试验区委员会", short_name="试验区政协", slug="shiyan")
    with tenancy.scope(committee):
        person = Person.objects.create(name="孟㛃", sort_key="meng jie")
    first, second = StringIO(), StringIO()

    call_command("fill_stroke_keys", stdout=first)
    call_command("fill_stroke_keys", stdout=second)

    with tenancy.scope(committee):
        person.refresh_from_db()
    assert person.stroke_key == stroke_key("孟㛃")
    assert first.getvalue().startswith("试验区政协：重排1人；笔顺表里没有这些字")
    assert second.getvalue().startswith("试验区政协：重排0人")
