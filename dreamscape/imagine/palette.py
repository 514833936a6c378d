"""Colours of a passage: those that are said and meant, within the rules of a palette.

The rules stand in docs/write-a-dream.md. A colour keeps the lightness and the chroma of the role that it takes, so that
darks stay dark; the hues of the other roles move as little as the rules ask.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from dreamscape.imagine.lexicon import Extent, Found, Lexicon
from dreamscape.imagine.places import Passage
from dreamscape.oklab import oklab, oklch, shown

SPLIT = ("dominant", "counter", "other", "accent")  # the roles whose hues divide a picture
GREY, GLARING = 0.06, 0.22  # chroma up to which a colour has no hue that counts, and that none exceeds
FAMILY, FAMILIES, OPPOSED = 60.0, 3, 90.0  # degrees between families of hue, how many, and how far two are apart
ALIKE = 28.0  # degrees; a colour that a scene has within that is there already
APART = 0.06  # in OKLab, between any two of SPLIT
SKIES = {
    "shore": ("counter", "other"),
    "starlight": ("counter", "other"),
}  # what colours the two halves of a night's sky
WATERS = {"immersion": ("dominant", "counter")}  # what colours all water around
ROUND = 15.0  # degrees between two roles of one colour
TURNS = range(-180, 180, 30)  # degrees that the hue of another role may move by


@dataclass(frozen=True, slots=True)
class Tint:
    """A colour of a passage.

    Attributes:
        found: its word.
        roles: that it asks for.
    """

    found: Found
    roles: tuple[str, ...]

    @property
    def hue(self) -> float:
        """Degrees of OKLCH."""
        return self.found.meaning.value

    def __str__(self) -> str:
        name = self.found.meaning.name
        return name if self.found.meaning.said else f"{name}, of {self.found.words.lower()}"


def tints(passage: Passage, day: bool, lexicon: Lexicon) -> list[Tint]:
    """The colours of a passage, each hue once.

    What is said of something large, such as the sea, asks for the whole picture, what is said of the sky for what
    colours it there. Other colours that are said ask for the accent and the counter, in their order, and what things
    bring with them for the accent alone.
    """
    sky: tuple[str, ...] = () if day else SKIES.get(passage.scene, ())
    asked: dict[Extent, tuple[str, ...]] = {
        "sky": sky or ("dominant",),
        "large": WATERS.get(passage.scene, ("dominant",)),
        "thing": (),
    }
    made = dict[str, Tint]()
    for sentence in passage.sentences:
        for found in lexicon.find(sentence.words, "colour"):
            if not found.denied and found.meaning.said:
                roles = asked[lexicon.extent(sentence.words, found.first)]
                made.setdefault(found.meaning.name, Tint(found, roles))
    for sentence in passage.sentences:
        for found in lexicon.find(sentence.words, "colour"):
            if not found.denied and not made:
                made[found.meaning.name] = Tint(found, ("accent",))
    large = {role for tint in made.values() for role in tint.roles}
    free = [role for role in ("accent", "counter") if role not in large]
    kept, taken = list[Tint](), set[str]()
    for tint in made.values():
        roles = tint.roles if taken.isdisjoint(tint.roles) else ()
        roles = roles or tuple(free[:1])
        if roles and taken.isdisjoint(roles):
            taken.update(roles)
            free = [role for role in free if role not in roles]
            kept.append(Tint(tint.found, roles))
    return kept


def palette(base: Mapping[str, str], wanted: Sequence[Tint]) -> dict[str, str] | None:
    """A palette with the wanted colours; empty if the scene's own has them all, None if the rules allow none.

    What is wanted for something large is there only if the roles that colour it have it; others, wherever they are.

    Args:
        base: the scene's own palette, `#rrggbb` by role.
        wanted: one for a role at most; of several roles of one, each is a little further round than the one before.
    """
    own = {role: oklch(base[role]) for role in SPLIT}
    new = [tint for tint in wanted if not _has(own, tint)]
    if not new:
        return {}
    given = {role: tint.hue + ROUND * number for tint in new for number, role in enumerate(tint.roles)}
    free = [role for role in SPLIT if role not in given]
    for turns in sorted(product(TURNS, repeat=len(free)), key=lambda turns: sum(map(abs, turns))):
        moved = {**given, **{role: own[role][2] + turn for role, turn in zip(free, turns, strict=True)}}
        if not _balanced([moved[role] for role in SPLIT if own[role][1] > GREY]):
            continue
        made = {role: shown(own[role][0], min(own[role][1], GLARING - 0.005), moved[role]) for role in SPLIT}
        if keeps_rules(made):
            return {**base, **made}
    return None


def _has(own: Mapping[str, tuple[float, float, float]], tint: Tint) -> bool:
    """Whether a palette has a colour already; `own` is lightness, chroma and hue by role."""
    there = {role for role in SPLIT if own[role][1] > GREY and apart(own[role][2], tint.hue) <= ALIKE}
    return bool(there) if tint.roles == ("accent",) else there.issuperset(tint.roles)


def apart(one: float, other: float) -> float:
    """The way between two hues, degrees."""
    return abs((one - other + 180.0) % 360.0 - 180.0)


def keeps_rules(colours: Mapping[str, str]) -> bool:
    """Whether four colours keep the rules of chroma, hue and distance."""
    seen = [oklch(colours[role]) for role in SPLIT]
    apart = all(np.linalg.norm(oklab(colours[a]) - oklab(colours[b])) >= APART for a, b in combinations(SPLIT, 2))
    return (
        apart
        and max(chroma for _, chroma, _ in seen) <= GLARING
        and _balanced([hue for _, chroma, hue in seen if chroma > GREY])
    )


def _balanced(hues: Sequence[float]) -> bool:
    """Whether hues are of three families at most, two of which are opposed."""
    around = sorted(hue % 360.0 for hue in hues)
    gaps = [(after - hue) % 360.0 or 360.0 for hue, after in zip(around, [*around[1:], *around[:1]], strict=True)]
    between = [apart(a, b) for a, b in combinations(around, 2)]
    return sum(gap > FAMILY for gap in gaps) <= FAMILIES and max(between, default=0.0) >= OPPOSED
