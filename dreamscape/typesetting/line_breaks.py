"""Line breaks: where a text may be broken, and the lines of even length that fit a width."""

import re
from collections.abc import Callable

from dreamscape.typesetting.scripts import script

# What may not begin a line, and what may not end one (JIS X 4051, in short).
_CLOSING = "、。，．・：；？！）］｝」』】〉》〕”’…—ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.:;?!)]}%"
_OPENING = "（［｛「『【〈《〔“‘([{"
_WORD = re.compile(r"(?:\S|[\u00a0\u202f])+[^\S\u00a0\u202f]*|^[^\S\u00a0\u202f]+")  # with spaces that may be broken at
_KANA = re.compile("[\u3040-\u30ff]")


def units(text: str) -> list[str]:
    """A text in pieces that lines may be broken between, each with the space that follows it.

    Words end with spaces. Japanese, which has none, is broken before a kanji or katakana that follows hiragana, where
    most of its phrases begin, and after its signs; Chinese anywhere.
    """
    pieces = list[str]()
    for word in _WORD.findall(text):
        start = 0
        for place in range(1, len(word)):
            if _may_break(word, place):
                pieces.append(word[start:place])
                start = place
        pieces.append(word[start:])
    return pieces


def _may_break(word: str, place: int) -> bool:
    before, after = word[place - 1], word[place]
    if before == "\u200b":
        return True
    if "CJK" not in (script(before), script(after)) or after in _CLOSING or before in _OPENING or after.isspace():
        return False
    if not _KANA.search(word) or before in _CLOSING:
        return True
    return "\u3040" <= before <= "\u309f" and not "\u3040" <= after <= "\u309f"


def fill(pieces: list[str], wide: Callable[[str], float], width: float) -> list[str]:
    """As few lines as fit into `width`, of even length; a piece wider than a line is broken anywhere in its script.

    Args:
        pieces: as `units` makes them.
        wide: measures a text; of pieces, it is added up.
        width: the most that a line may be wide.
    """
    measured = [(part, wide(part)) for piece in pieces for part in _broken(piece, wide, width)]
    fewest = len(_filled(measured, width))
    narrow, most = 0.0, width
    for _ in range(10):  # to a thousandth of the width
        middle = (narrow + most) / 2.0
        narrow, most = (narrow, middle) if len(_filled(measured, middle)) <= fewest else (middle, most)
    return [line.rstrip() for line in _filled(measured, most)]


def _broken(piece: str, wide: Callable[[str], float], width: float) -> list[str]:
    """A piece that is too wide, letter by letter if its script allows that; else as it is."""
    if wide(piece) <= width or not any(script(letter) == "CJK" for letter in piece):
        return [piece]
    parts = [piece[0]]
    for letter in piece[1:]:
        if letter in _CLOSING or parts[-1][-1] in _OPENING or letter.isspace():
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


def _filled(pieces: list[tuple[str, float]], width: float) -> list[str]:
    """Lines filled greedily with pieces; one wider than a line gets a line of its own."""
    lines, used = list[str](), width
    for piece, long in pieces:
        if lines and used + long <= width:
            lines[-1] += piece
            used += long
        else:
            lines.append(piece)
            used = long
    return lines
