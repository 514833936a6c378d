"""Scripts: which one a letter belongs to, which letters are seen at all, and which scripts join their letters."""

import unicodedata

# What the first word of a letter's Unicode name says, where that is not the script itself.
_WITHIN = {
    "HIRAGANA": "CJK", "KATAKANA": "CJK", "KATAKANA-HIRAGANA": "CJK", "HALFWIDTH": "CJK", "FULLWIDTH": "CJK",
    "IDEOGRAPHIC": "CJK", "BOPOMOFO": "CJK", "VERTICAL": "CJK",
}  # fmt: skip
APART = {"", "LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW", "CJK", "HANGUL"}  # letters stand apart
_RIGHT_TO_LEFT = {"R", "AL", "AN", "RLE", "RLO", "RLI"}  # bidirectional classes


def script(letter: str) -> str:
    """The script of a letter, such as `LATIN`; empty for what all scripts share: spaces, signs, digits, accents."""
    kind = unicodedata.category(letter)
    if not (kind[0] == "L" or (kind == "Nd" and not letter.isascii())):
        return ""
    first = unicodedata.name(letter, "").partition(" ")[0]
    return _WITHIN.get(first, "" if first == "MODIFIER" else first)


def is_seen(letter: str) -> bool:
    """Whether a face must have a glyph for it: it is no space, no control, and none of the variation selectors."""
    return unicodedata.category(letter)[0] in "LMNPS" and not "\ufe00" <= letter <= "\ufe0f"


def turns(text: str) -> bool:
    """Whether any of a text is read from right to left."""
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)
