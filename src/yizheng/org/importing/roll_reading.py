"""One row of a roll, read to the values of a person and of a membership."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from yizheng.intake.sheets.table import TableRow
from yizheng.intake.sheets.values import day, ethnicity, folded, phones, written_name

from ..enums import AFFILIATIONS, MembershipRole
from . import phrases
from .columns import ROLL_FIELDS
from .findings import Finding, problem, warning
from .world import RollWorld

LABELS = {field.name: field.label for field in ROLL_FIELDS}
LONGEST = {"name": 40, "employer": 120, "title": 80, "education": 60, "affiliation": 20, "ethnicity": 20}
_VITAL = ("name", "sector")
_GENDERS = {"男": "m", "女": "f", "m": "m", "f": "f", "男性": "m", "女性": "f"}
_ROLES = (
    (re.compile("特邀|特聘"), MembershipRole.INVITED_MEMBER),
    (re.compile("常委|常务委员"), MembershipRole.STANDING_MEMBER),
    (re.compile("副?主席|副?秘书长"), MembershipRole.STANDING_MEMBER),
    (re.compile("委员"), MembershipRole.MEMBER),
)
_POST = re.compile("副?主席|副?秘书长")
_ASIDE = re.compile(r"[(（].*?[)）]|\d+[人名]|[:：\s]|^[一二三四五六七八九十]+、")
_EMPLOYER_ENDS = (
    "公司|集团|大学|学院|学校|中学|小学|幼儿园|医院|研究院|研究所|设计院|事务所|合作社|银行|酒店|协会|学会|商会|联合会|"
    "委员会|人民政府|街道办事处|办事处|办公室|联社|总社|中心|工厂|商行|村委会|居委会|寺|教堂|总工会|妇联|"
    "局|厅|院|所|厂|站|馆|社|部|(?<![党纪])委|店|会|校|园"
)
_TITLE_BEGINS = (
    "原|党|副|总|主|执行|常务|名誉|高级|一级|二级|法|董|监|院|校|所|局|站|馆|园|厂|社|会|处|科|股|教|研|工|经|农|店|住|书|医|"
    "护|律|合伙|行|理|秘|编|导|部"
)
_EMPLOYER = re.compile(f"(.+(?:{_EMPLOYER_ENDS}))((?:{_TITLE_BEGINS}).*)")
_TITLE = re.compile(
    "书记|主任|长$|经理|董事|教授|工程师|研究员|医师|律师|会计|教师|主席|总裁|总监|合伙人|法人|负责人|住持|店主|"
    "农艺师|编辑|编导|理事|秘书"
)


def read_row(row: TableRow, world: RollWorld) -> tuple[dict[str, str], list[Finding]]:
    """Return what a row says, and what has to be said about it."""
    found: list[Finding] = list(_formulas(row))
    name = written_name(row.texts.get("name", ""))
    values = {"name": name.name}
    if not name.name:
        found.append(problem(phrases.NO_NAME.format(label="姓名")))
    if name.remark:
        found.append(warning(phrases.REMARK.format(text=name.remark)))
    _read_gender(row.texts.get("gender", name.gender), values, found)
    _put(values, "ethnicity", ethnicity(row.texts.get("ethnicity", name.ethnicity)))
    _read_birth(row.texts.get("birth_date", ""), values, found)
    _read_affiliation(row.texts.get("affiliation", ""), values, found)
    _read_work(row.texts, values)
    _read_phone(row.texts.get("phone", ""), values, found)
    _put(values, "education", folded(row.texts.get("education", "")))
    _read_role(row.texts.get("role", ""), values, found)
    _read_sector(row, world, values, found)
    for kind in ("committee", "group"):
        _read_bodies(kind, row.texts.get(kind, ""), world, values, found)
    _check_lengths(values, found)
    return values, found


def _formulas(row: TableRow) -> list[Finding]:
    told = [warning(phrases.HIDDEN)] if row.is_hidden else []
    told += [warning(phrases.FORMULA.format(label=LABELS[name])) for name in row.formulas]
    return told + [problem(phrases.UNRECKONED.format(label=LABELS[name])) for name in row.unreckoned]


def _put(values: dict[str, str], name: str, text: str) -> None:
    if text:
        values[name] = text


def _read_gender(text: str, values: dict[str, str], found: list[Finding]) -> None:
    bare = folded(text).lower()
    if bare in _GENDERS:
        values["gender"] = _GENDERS[bare]
    elif bare:
        found.append(warning(phrases.BAD_GENDER.format(text=text)))


def _read_birth(text: str, values: dict[str, str], found: list[Finding]) -> None:
    read = day(text)
    if text and not read:
        found.append(warning(phrases.BAD_BIRTH.format(text=text)))
    elif re.fullmatch(r"\d{4}\.1", folded(text)):
        found.append(warning(phrases.CLIPPED_MONTH.format(text=text, year=read[:4])))
    _put(values, "birth_date", read)


def _read_affiliation(text: str, values: dict[str, str], found: list[Finding]) -> None:
    bare = "".join(folded(text).split())
    if not bare:
        return
    known = next((each for each in AFFILIATIONS if bare.removeprefix("中国").startswith(each)), "")
    known = known or ("中共" if bare in ("党员", "中国共产党党员", "共产党员", "中共预备党员", "中国共产党") else "")
    if not known:
        found.append(warning(phrases.UNKNOWN_AFFILIATION.format(text=bare)))
    values["affiliation"] = known or bare


def _read_work(texts: Mapping[str, str], values: dict[str, str]) -> None:
    """
    Split 工作单位及职务 where an employer clearly ends; else keep it whole as the employer.

    Rule: our decision; several posts in one cell are never torn apart.
    """
    given = {name: " ".join(folded(text).split()) for name, text in texts.items()}
    whole = given.get("work", "")
    found = _EMPLOYER.fullmatch(whole) if not re.search("[,，;；、\n]", whole) else None
    employer, title = (found[1], found[2]) if found and _TITLE.search(found[2]) else (whole, "")
    _put(values, "employer", given.get("employer") or employer)
    _put(values, "title", given.get("title") or title)


def _read_phone(text: str, values: dict[str, str], found: list[Finding]) -> None:
    numbers = phones(text)
    if text and not numbers:
        found.append(warning(phrases.BAD_PHONE.format(text=text)))
    if len(numbers) > 1:
        found.append(warning(phrases.MORE_PHONES.format(phone=numbers[0])))
    _put(values, "phone", next(iter(numbers), ""))


def _read_role(text: str, values: dict[str, str], found: list[Finding]) -> None:
    if not text:
        return
    role = next((role for shape, role in _ROLES if shape.search(text)), None)
    if role is None:
        found.append(warning(phrases.UNKNOWN_ROLE.format(text=text)))
    elif _POST.search(text):
        found.append(warning(phrases.POST.format(text=text, role=role.label)))
    values["role"] = role or MembershipRole.MEMBER


def _read_sector(row: TableRow, world: RollWorld, values: dict[str, str], found: list[Finding]) -> None:
    text = row.texts.get("sector") or _ASIDE.sub("", row.section)
    if not text:
        found.append(problem(phrases.NO_SECTOR))
        return
    known = world.sector_called(text)
    if known:
        values["sector"] = known
        return
    near = get_close_matches(text, world.sectors, n=3, cutoff=0.3)
    hint = f"（相近的有{'、'.join(near)}）" if near else ""
    sentence = phrases.UNKNOWN_SECTOR.format(text=text, term=world.term or "本届", near=hint)
    found.append(problem(sentence, unknown_sector=text))


def _read_bodies(kind: str, text: str, world: RollWorld, values: dict[str, str], found: list[Finding]) -> None:
    known: list[str] = []
    for part in re.split(r"[、,，;；/\n]+", folded(text)):
        body = world.body_called(kind, "".join(part.split()))
        if body is not None:
            known.append(str(body.pk))
        elif part.strip():
            found.append(warning(phrases.UNKNOWN_BODY.format(label=LABELS[kind], text=part.strip())))
    _put(values, kind, ",".join(dict.fromkeys(known)))


def _check_lengths(values: dict[str, str], found: list[Finding]) -> None:
    for name, most in LONGEST.items():
        if len(values.get(name, "")) > most:
            label = LABELS[name]
            found.append(problem(phrases.LONG_NAME.format(label=label, text=values[name][:12], most=most)))
            values[name] = values[name][:most]
