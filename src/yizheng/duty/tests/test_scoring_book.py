"""The book of a running year equals the whole year reckoned from nothing, whatever came and went (F147)."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from yizheng.duty.scoring.book import Book
from yizheng.duty.scoring.comparing import compare
from yizheng.duty.scoring.facts import Fact, Member
from yizheng.duty.scoring.reckoning import reckon_year
from yizheng.duty.scoring.scheme import parse
from yizheng.duty.scoring.shipped import NAMES, shipped, text_of

MEMBERS = [Member(1, "经济界"), Member(2, "教育界", standing=True), Member(3, "教育界", months=7)]
KINDS = sorted({kind for name in NAMES for kind in shipped(name).kinds})
ROLES = ["", "lead", "co", "main", "present", "late", "absent", "leave_private", "leave_excused"]


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from(KINDS))
    return Fact(
        id=draw(st.integers(1, 40)), member=draw(st.integers(1, 4)), kind=kind, role=draw(st.sampled_from(ROLES)),
        on=date(2018, 1, 1) + timedelta(days=draw(st.integers(0, 364))),
        subject=draw(st.sampled_from(["", "x:1", "x:2", "m:1/1", "m:1/2", "m:2/1"])),
        quantity=draw(st.sampled_from([50, 100, 300])), parts=draw(st.integers(1, 4)),
    )  # fmt: skip


steps = st.lists(st.tuples(st.booleans(), facts()), max_size=60)
schemes = st.sampled_from(
    [*(shipped(name) for name in NAMES), parse(text_of("default") | {"exclusions": [["C", "E"]]})]
)


@settings(max_examples=200, deadline=None)
@given(schemes, steps)
def test_the_book_equals_the_year_reckoned_from_nothing_at_every_step(scheme, steps) -> None:  # type: ignore[no-untyped-def]
    book, held = Book(scheme, MEMBERS), dict[int, Fact]()
    for is_void, fact in steps:
        if is_void:
            book.void(fact.id)
            held.pop(fact.id, None)
        else:
            book.add(fact)
            if fact.member != 4:
                held.setdefault(fact.id, fact)
        assert book.tally(2) == reckon_year(scheme, MEMBERS, held.values())[2]

    whole = reckon_year(scheme, MEMBERS, reversed(held.values()))
    assert {member.id: book.tally(member.id) for member in MEMBERS} == whole


@settings(max_examples=100, deadline=None)
@given(schemes, st.lists(facts(), max_size=60))
def test_lines_add_up_and_no_bound_is_passed(scheme, facts) -> None:  # type: ignore[no-untyped-def]
    for tally in reckon_year(scheme, MEMBERS, facts).values():
        assert sum(line.counted for line in tally.lines) == sum(tally.groups.values())
        assert max(0, sum(tally.groups.values())) == tally.total
        for group in scheme.groups:
            assert group.cap is None or tally.groups[group.code] <= group.cap
        for item in scheme.items:
            cap = item.cap_of(standing=tally.member.standing)
            assert cap is None or tally.items[item.code] <= cap
        assert all(line.counted == line.points or line.cut for line in tally.lines)


def test_another_scheme_over_the_same_facts_says_who_and_which_sector_changes() -> None:
    before = shipped("default")
    data = text_of("default")
    data["items"][2]["rates"]["proposal_filed"]["first"] = 20
    data["bands"][2]["from"] = 15
    after = parse(data | {"version": 2})
    facts = [
        Fact(1, 1, "proposal_filed", "lead", date(2018, 3, 1), "proposal:1"),
        Fact(2, 2, "instruction", "", date(2018, 3, 1), "opinion:1"),
    ]
    old, new = (reckon_year(scheme, MEMBERS, facts) for scheme in (before, after))

    seen = compare(before, after, old, new)

    assert [(s.member, s.before, s.after, s.band_before, s.band_after) for s in seen.shifts] == [
        (1, 1500, 2000, "不称职", "称职")
    ]
    assert [(s.sector, s.members, s.gain) for s in seen.sectors] == [("教育界", 2, 0), ("经济界", 1, 500)]
    assert seen.bands_after == {"优秀": 0, "良好": 0, "称职": 1, "不称职": 2}
    assert (seen.make_before.quality_share, seen.make_after.quality_share) == (250, 200)
