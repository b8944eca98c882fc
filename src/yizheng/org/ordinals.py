"""Ordinals as documents write them: 第五届, 十五次会议."""

_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Write 1-99 in Chinese: 5 五, 10 十, 15 十五, 20 二十, 52 五十二. Raises: ValueError outside of it."""
    if not 1 <= number <= 99:
        raise ValueError(f"not an ordinal of terms and meetings: {number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
