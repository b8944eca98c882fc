"""Where a sealed scan belongs, by a file name as people write it (office-practice 19)."""

import pytest

from yizheng.proposal.importing.assignment_scans import Candidate, match, match_all, number_in


def candidate(pk, number, role="sole", names=("区住建局",), between=False, session=1):
    return Candidate(pk, session, between, number, role, names, f"{number}-{role}")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第058号-主办", (False, 58)),
        ("058 区住建局", (False, 58)),
        ("第０５８号", (False, 58)),
        ("第 58 号 答复", (False, 58)),
        ("平时第3号", (True, 3)),
        ("平时3号（分办）", (True, 3)),
        ("平时提案第3号", (True, 3)),
        ("提案第12号答复函", (False, 12)),
        ("2026年第007号提案", (False, 7)),
        ("2026年 7号", (False, 7)),
        ("20260520_058", (False, 58)),
        ("2026-05-20 058", (False, 58)),
        ("云建函〔2026〕8号 第058号", (False, 58)),
        ("答复", None),
        ("2026年5月20日", None),
        ("", None),
    ],
)
def test_the_number_is_found_however_it_is_written(text, number):
    assert number_in(text) == number


def ids(name, *candidates):
    found = match(name, candidates)
    return found.candidate.handling_id if found.candidate else found.why


HOST = candidate(1, 58, "host", ("云溪区住房和城乡建设局", "区住建局", "住建局"))
EDUCATION = candidate(2, 60, "separate", ("区教育局", "教育局"))
CULTURE = candidate(3, 60, "separate", ("区文旅局",))
SOLE_60 = candidate(4, 60, "sole", ("区民政局",), between=True)


@pytest.mark.parametrize(
    ("name", "handling"),
    [
        ("第058号-主办.pdf", 1),
        ("058 区住建局.pdf", 1),
        ("第５８号.PDF", 1),
        ("60教育局盖章.jpg", 2),
        ("第060号 区文旅局（分办）.pdf", 3),
        ("平时第60号.pdf", 4),
        ("058 城管局.pdf", 1),
    ],
)
def test_a_file_is_matched_by_number_then_unit_then_way_of_handling(name, handling):
    assert ids(name, HOST, EDUCATION, CULTURE, SOLE_60) == handling


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("答复.pdf", "文件名里没有提案号。请改成 第058号-主办 这样。"),
        ("第099号.pdf", "没有第099号，或者它不由您这一口交办。"),
        ("第060号.pdf", "第060号有区教育局、区文旅局，文件名里没有写清是哪个单位。"),
        ("第058号-分办.pdf", "第058号没有文件名里写的这种办理方式的答复单位。请核对。"),
    ],
)
def test_what_does_not_match_says_why(name, why):
    assert ids(name, HOST, EDUCATION, CULTURE, SOLE_60) == why


def test_the_longest_name_decides_and_the_latest_session_goes_first():
    short = candidate(5, 70, "separate", ("区教育基金会", "教育"))
    long = candidate(6, 70, "separate", ("区教育局",))
    assert ids("第070号 区教育局.pdf", short, long) == 6

    assert ids("第058号.pdf", HOST, candidate(7, 58, session=2)) == 7


def test_of_two_files_for_one_unit_the_second_is_told():
    found = match_all(["第058号.pdf", "058-主办.pdf"], [HOST])

    assert [each.candidate is not None for each in found] == [True, False]
    assert found[1].why == "和“第058号.pdf”对上了同一个单位。请留下一份。"
