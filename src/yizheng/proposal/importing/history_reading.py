"""A row of an old register read to plain values: what it says, and what is wrong with it."""

from __future__ import annotations

import re
from datetime import date

from yizheng.intake.sheets.table import TableRow
from yizheng.intake.sheets.values import day, folded
from yizheng.org.importing.findings import Finding, problem, warning
from yizheng.org.importing.phrases import FORMULA, HIDDEN, UNRECKONED
from yizheng.org.models import Session
from yizheng.ui.tags.marks import long_date

from ..enums import Outcome, PeriodKind, Rating
from ..models import MOST_TITLE_CHARS
from . import history_phrases as phrases
from .history_columns import DATES, LABELS
from .history_units import read_units
from .history_world import HistoryWorld

Values = dict[str, str]
Found = list[Finding]
NUMBER = re.compile(r"(?:20\d\d[年\-–—])?(平时|闭会)?(?:提案)?第?0*(\d{1,6})号?")
FILINGS = (
    (re.compile("并"), Outcome.MERGE.value),
    (re.compile("撤"), "withdraw"),
    (re.compile("不予|未立|不立|否|×"), Outcome.NOT_FILE.value),
    (re.compile("转"), Outcome.CONVERT.value),
    (re.compile("立|是|√|办"), Outcome.FILE.value),
)
NUMBERED = (Outcome.FILE.value, Outcome.MERGE.value, "withdraw")
"""A number that was given stays with what was merged or withdrawn; any other number is that of reception."""

RATINGS = (
    (re.compile("不满意"), Rating.NOT_SATISFIED.value),
    (re.compile("基本满意|较满意"), Rating.BASIC.value),
    (re.compile("满意"), Rating.SATISFIED.value),
)
SILENT = re.compile("未表态|未评价|未反馈|无|—|-")
SPLIT = re.compile(r"[、，,；;/\s]+")
OF_HANDLING = ("assigned_on", "due_on", "replied_on", "doc_no", "mark", "mark_text", "rating")
"""What only a filed proposal has."""

MOST_NAME, MOST_DOC_NO, MOST_CATEGORY = 80, 60, 20


def read_row(row: TableRow, world: HistoryWorld) -> tuple[Values, Found]:
    """Return what a row says of a proposal; sessions and units are looked up here, persons when it is judged."""
    given = {name: folded(text) for name, text in row.texts.items()}
    found = _formal(row)
    values: Values = {"name": "".join(given.get("name", "").split())}
    _title(values, found)
    session = _session(given, world, values, found)
    _dates(given, values, found)
    _filing(given, values, found)
    _number(given, session, values, found)
    _people(given, values, found)
    _kind(given, values)
    _result(given, values, found)
    if session is not None and values.get("filing") == Outcome.FILE:
        read_units(given, world, session.opens, values, found)
    for name, most in (("category", MOST_CATEGORY), ("doc_no", MOST_DOC_NO)):
        if text := "".join(given.get(name, "").split()):
            values[name] = text[:most]
    if given.get("text"):
        values["text"] = given["text"]
    _handled(values, found)
    return values, found


def _formal(row: TableRow) -> Found:
    found = [warning(HIDDEN)] if row.is_hidden else []
    found += [warning(FORMULA.format(label=LABELS[name])) for name in row.formulas]
    return found + [problem(UNRECKONED.format(label=LABELS[name])) for name in row.unreckoned]


def _title(values: Values, found: Found) -> None:
    if not values["name"]:
        found.append(problem(phrases.NO_TITLE))
    if len(values["name"]) > MOST_TITLE_CHARS:
        found.append(problem(phrases.LONG_TITLE.format(text=values["name"][:20], most=MOST_TITLE_CHARS)))
        values["name"] = values["name"][:MOST_TITLE_CHARS]


def _session(given: Values, world: HistoryWorld, values: Values, found: Found) -> Session | None:
    year, text = "".join(given.get("year", "").split()).removesuffix("年").removesuffix("度"), given.get("session", "")
    year = year.removesuffix("年").removesuffix(".0")
    if year and not re.fullmatch("20[0-9]{2}|19[0-9]{2}", year):
        found.append(problem(phrases.BAD_YEAR.format(text=year)))
        return None
    if not year and not text:
        found.append(problem(phrases.NO_SESSION))
        return None
    fitting = [world.session_called(text)] if text else world.sessions_of(int(year))
    if len(fitting) > 1:
        labels = "、".join(str(each) for each in fitting)
        found.append(problem(phrases.TWO_SESSIONS.format(year=year, labels=labels)))
        return None
    session = fitting[0] if fitting else None
    if session is None:
        found.append(problem(phrases.UNKNOWN_SESSION.format(text=text or f"{year}年的全体会议")))
        return None
    values["session"], values["session_label"] = str(session.pk), str(session)
    values["year"] = year or str(session.opens.year)
    return session


def _dates(given: Values, values: Values, found: Found) -> None:
    for name in DATES:
        text = given.get(name, "")
        read = day(text) if text else ""
        if len(read) == len("2017-03-20"):
            values[name] = read
        elif text:
            found.append(warning(phrases.BAD_DATE.format(label=LABELS[name], text=text[:20])))
    assigned, replied = values.get("assigned_on", ""), values.get("replied_on", "")
    if assigned and replied and replied < assigned:
        found.append(problem(phrases.BACKWARDS.format(replied=_words(replied), assigned=_words(assigned))))


def _words(text: str) -> str:
    return long_date(date.fromisoformat(text))


def _filing(given: Values, values: Values, found: Found) -> None:
    text = "".join(given.get("filing", "").split())
    if not text and given.get("number"):
        text = "立案"
    if not text:
        found.append(problem(phrases.NO_FILING))
        return
    filing = next((code for shape, code in FILINGS if shape.search(text)), "")
    if not filing:
        found.append(problem(phrases.BAD_FILING.format(text=text[:20])))
        return
    values["filing"] = filing
    if filing == Outcome.MERGE:
        main = NUMBER.search(given.get("merged_into", "") or text)
        if main is None:
            found.append(problem(phrases.NO_MAIN))
        else:
            values["merged_into"] = f"{'平时' if main[1] else ''}{int(main[2])}"


def _number(given: Values, session: Session | None, values: Values, found: Found) -> None:
    text, reception = ("".join(given.get(name, "").split()) for name in ("number", "reception"))
    read = NUMBER.fullmatch(text) if text else None
    if text and values.get("filing") in NUMBERED:
        if read is None:
            found.append(problem(phrases.BAD_NUMBER.format(text=text[:20])))
        else:
            values["number"], values["between"] = str(int(read[2])), "1" if read[1] else ""
    elif text and not reception:
        reception = text
    if reception:
        values["reception"] = _reception(reception, session)


def _reception(text: str, session: Session | None) -> str:
    """Bare digits become the house's own shape, so that the years do not meet; anything else is kept as given."""
    bare = re.fullmatch(r"第?0*(\d{1,6})号?", text)
    if bare is None or session is None:
        return text[:30]
    return f"T{session.term.ordinal}-{session.ordinal}-{int(bare[1]):04}"


def _people(given: Values, values: Values, found: Found) -> None:
    text = given.get("proposer", "")
    names = [name for name in SPLIT.split(re.sub(r"等\s*\d*\s*[人名位]?$", "", text.strip())) if name]
    if len(names) > 1 and all(len(name) == 1 for name in names):
        names = ["".join(names)]  # 王　明 padded as in print
    if not names:
        found.append(problem(phrases.NO_PROPOSER))
        return
    others = [name for name in SPLIT.split(given.get("cosigners", "")) if name]
    values["proposer"] = names[0][:MOST_NAME]
    joined = [name[:MOST_NAME] for name in dict.fromkeys([*names[1:], *others]) if name != names[0]]
    if joined:
        values["cosigners"] = "、".join(joined)
    if given.get("sector"):
        values["sector"] = given["sector"]


def _kind(given: Values, values: Values) -> None:
    form, period = given.get("form", ""), given.get("period", "")
    is_between = bool(values.get("between")) or any(word in form + period for word in ("平时", "闭会", "会后"))
    values["period"] = (PeriodKind.BETWEEN if is_between else PeriodKind.PLENARY).value
    if any(word in form for word in ("集体", "党派", "团体", "专委", "界别")):
        values["collective"] = "1"
    if given.get("key", "") and not re.fullmatch("否|无|不是|×|-|—", given["key"]):
        values["key"] = "1"


def _result(given: Values, values: Values, found: Found) -> None:
    if mark := "".join(given.get("mark", "").split()):
        letter = re.fullmatch("([A-Za-z])(?:类.*)?", mark)
        values["mark" if letter else "mark_text"] = letter[1].upper() if letter else mark[:60]
        if letter is None:
            found.append(warning(phrases.BAD_MARK.format(text=mark[:20])))
    text = "".join(given.get("rating", "").split())
    rating = next((code for shape, code in RATINGS if shape.search(text)), "") if text else ""
    if rating:
        values["rating"] = rating
    elif text and not SILENT.search(text):
        found.append(warning(phrases.BAD_RATING.format(text=text[:20])))


def is_replied(values: Values) -> bool:
    """Tell whether the register says that the proposal was answered."""
    return any(values.get(name) for name in ("replied_on", "mark", "mark_text", "doc_no"))


def _handled(values: Values, found: Found) -> None:
    """Say what a filed row lacks for its state."""
    if values.get("rating") and not is_replied(values):
        found.append(warning(phrases.RATING_WITHOUT_REPLY))
        del values["rating"]
    if values.get("filing") != Outcome.FILE:
        for name in OF_HANDLING:
            values.pop(name, None)
        return
    if any(finding.unknown_sector for finding in found):
        return
    if is_replied(values) and not values.get("unit_ids"):
        found.append(problem(phrases.REPLY_WITHOUT_UNIT))
    elif not values.get("unit_ids"):
        found.append(warning(phrases.NO_UNIT))
    elif not is_replied(values):
        found.append(warning(phrases.NO_REPLY))
