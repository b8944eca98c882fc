"""The reasons shown beside each speech: one slot a party, who has not spoken, balance of sectors, length."""

from dataclasses import replace

from yizheng.speech.hints import Candidate, hints_of, without_slot

ONE = Candidate(1, "membership_id:7", "李静", False, "教育", 0, "", 7, 8)
PARTY = replace(ONE, pk=2, owner="party_body_id:3", owner_name="民盟", has_slot=True, sector="")


def said(one, *others):
    return [(hint.ok, hint.words) for hint in hints_of(one, [one, *others])]


def chosen(one, pk):
    return replace(one, pk=pk, wanted="oral")


def test_a_party_has_one_slot_and_is_told_so_until_it_is_used():
    assert said(PARTY) == [(True, "党派和工商联每家一个名额，民盟还没有用"), (True, "本届还没有作过口头发言")]
    assert said(PARTY, chosen(PARTY, 9))[0] == (False, "民盟已有一篇拟作口头发言")


def test_whoever_has_spoken_in_this_term_stands_behind():
    assert (False, "本届已作过2次口头发言，优先没有讲过的") in said(replace(ONE, spoken=2))


def test_sectors_are_balanced():
    others = [replace(chosen(ONE, pk), owner=f"membership_id:{pk}") for pk in (11, 12)]

    assert (True, "教育界别还没有口头发言") in said(ONE)
    assert [words for _ok, words in said(ONE, others[0])] == ["本届还没有作过口头发言"]
    assert (False, "教育界别已有2篇拟作口头发言") in said(ONE, *others)


def test_a_written_choice_takes_no_slot_and_the_own_choice_is_not_counted_against_itself():
    assert said(PARTY, replace(PARTY, pk=9, wanted="written"))[0][0] is True
    assert said(chosen(PARTY, 2))[0][0] is True


def test_what_takes_too_long_is_pointed_at():
    assert said(replace(ONE, minutes_needed=10))[-1] == (False, "约要讲10分钟，超过8分钟")


def test_parties_without_an_oral_speech_are_named_by_whether_they_handed_one_in():
    bodies = [("party_body_id:3", "民盟"), ("party_body_id:4", "民建"), ("party_body_id:5", "工商联")]
    rows = [PARTY, replace(PARTY, pk=4, owner="party_body_id:5", wanted="oral")]

    assert without_slot(bodies, rows) == ["民盟：交了稿，还没有选作口头发言", "民建：没有交稿"]
