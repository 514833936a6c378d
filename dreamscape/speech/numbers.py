"""Numbers and signs in words.

`1,024` is one thousand twenty four, `3.5` three point five, `2nd` second, `1950s` nineteen fifties, `6:05` six oh five,
`$3.50` three dollars fifty.
"""

import re

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_LARGE = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_YEARS = range(1100, 2000)  # four digits without a comma are read as two pairs
SIGNS = {
    "&": "and", "+": "plus", "=": "equals", "%": "percent", "°": "degrees", "@": "at", "×": "times", "€": "euros",
    "$": "dollars", "£": "pounds", "½": "a half", "¼": "a quarter", "¾": "three quarters",
}  # fmt: skip
_COINS = {"$": "dollar", "€": "euro", "£": "pound"}
_MONEY = re.compile(r"([$€£])\s?(\d+(?:,\d{3})*)(?:\.(\d+))?(\s(?:thousand|million|billion))?")
_TIME = re.compile(r"(\d{1,2}):([0-5]\d)(?!\d)")
NUMBER = re.compile(
    rf"{_MONEY.pattern}|{_TIME.pattern}|\d+(?:,\d{{3}})*(?:\.\d+)*(?:(?:(?<=0)s|st|nd|rd|th)(?![^\W\d_]))?"
)


def cardinal(number: int) -> list[str]:
    """A number from 0 to 10^12 in words."""
    for size, name in _LARGE:
        if number >= size:
            rest = cardinal(number % size) if number % size else []
            return [*cardinal(number // size), name, *rest]
    if number < 20:
        return [_ONES[number]]
    return [_TENS[number // 10], *([_ONES[number % 10]] if number % 10 else [])]


def in_words(token: str) -> list[str]:
    """What a token that `NUMBER` matches is read as, one word after the other."""
    if money := _MONEY.fullmatch(token):
        return _money(*money.groups())
    if clock := _TIME.fullmatch(token):
        return [*cardinal(int(clock[1])), *(_pair(int(clock[2])) if clock[2] != "00" else ["o'clock"])]
    figures = token.rstrip("stndrh")
    whole, *parts = figures.replace(",", "").split(".")
    if len(whole) > 12 or (len(whole) > 1 and whole[0] == "0"):
        said = [_ONES[int(digit)] for digit in whole]
    elif "," not in token and not parts and int(whole) in _YEARS:
        said = [*cardinal(int(whole[:2])), *_pair(int(whole[2:]))]
    else:
        said = cardinal(int(whole))
    for part in parts:
        said += ["point", *(_ONES[int(digit)] for digit in part)]
    if token.endswith("0s"):
        return [*said[:-1], _plural(said[-1])]
    return [*said[:-1], _ordinal(said[-1])] if figures != token else said


def _money(coin: str, whole: str, part: str | None, size: str | None) -> list[str]:
    """An amount: its coin comes after the number, before the two figures of the smaller one."""
    small = part is not None and len(part) == 2 and size is None
    said = in_words(whole if small or part is None else f"{whole}.{part}") + ([size.strip()] if size else [])
    said.append(_COINS[coin] if said == ["one"] else _plural(_COINS[coin]))
    return said + (cardinal(int(part)) if small and part and int(part) else [])


def _pair(years: int) -> list[str]:
    if not years:
        return ["hundred"]
    return ["oh", _ONES[years]] if years < 10 else cardinal(years)


def _ordinal(word: str) -> str:
    return _ORDINALS.get(word) or (f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th")


def _plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
