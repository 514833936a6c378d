"""Palettes, in OKLCH: what breaks here shows people mud, glare, or a veil over everything.

Oklab: Bjorn Ottosson, A perceptual color space for image processing, 2020. The rules stand in docs/write-a-dream.md.
"""

import itertools

import numpy as np
import pytest

from dreamscape import catalogue
from dreamscape.dream import dream_file
from dreamscape.oklab import oklab, oklch, shown

SPLIT = ("dominant", "counter", "other", "accent")  # the colours; light and shadow are nearly grey
DARKEST, BRIGHTEST = 0.20, 0.90  # lightness: the darks below, light above, the colours between
GREY = 0.06  # chroma up to which a colour counts as nearly grey
GLARING = 0.22  # chroma of the most intense colour allowed; sRGB's own blue has 0.31, its magenta 0.32
FAMILY = 60.0  # degrees: neighbours of a hue circle of six are one family
FAMILIES = 3  # a dominant, a counter and an accent; more is a rainbow
OPPOSED = 90.0  # degrees: as far apart as warm and cool
APART = 0.06  # in Oklab: three just noticeable differences of 0.02

PALETTES = {f"scene {name}": scene.colours() for name, scene in catalogue.scenes().items()} | {
    f"{name}, act {number}": {**catalogue.scene(act.scene).colours(), **act.palette}
    for name in dream_file.names()
    for number, act in enumerate(dream_file.load(name).file.act, start=1)
    if act.palette
}


def gaps(hues: list[float]) -> list[float]:
    """The way around the circle from each hue to the next, degrees."""
    around = sorted(hues)
    return [(after - hue) % 360.0 or 360.0 for hue, after in zip(around, [*around[1:], around[0]], strict=True)]


@pytest.fixture(params=PALETTES)
def palette(request: pytest.FixtureRequest) -> dict[str, str]:
    return PALETTES[request.param]


def test_oklch_is_what_its_author_says() -> None:
    assert oklab("#ffffff") == pytest.approx([1.0, 0.0, 0.0], abs=1e-4)
    assert oklch("#ff0000") == pytest.approx((0.628, 0.2577, 29.23), abs=0.01)
    assert oklch("#0000ff") == pytest.approx((0.452, 0.3132, 264.05), abs=0.01)


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#0b3fb0", "#c8772f", "#12a06c"])
def test_a_colour_comes_back_from_oklch(colour: str) -> None:
    assert shown(*oklch(colour)) == colour


def test_what_a_screen_lacks_keeps_its_lightness_and_hue() -> None:
    lightness, chroma, hue = oklch(shown(0.6, 0.4, 145.0))
    assert (lightness, hue) == pytest.approx((0.6, 145.0), abs=0.6)
    assert 0.1 < chroma < 0.25


def test_darks_stay_dark_and_only_light_is_bright(palette: dict[str, str]) -> None:
    assert oklch(palette["shadow"])[0] < DARKEST
    assert oklch(palette["light"])[0] > BRIGHTEST
    assert all(oklch(palette[role])[1] <= GREY for role in ("shadow", "light"))
    assert all(DARKEST < oklch(palette[role])[0] < BRIGHTEST for role in SPLIT)


def test_nothing_glares(palette: dict[str, str]) -> None:
    assert max(oklch(colour)[1] for colour in palette.values()) <= GLARING


def test_hues_keep_to_three_families_of_which_two_are_opposed(palette: dict[str, str]) -> None:
    hues = [hue for _, chroma, hue in (oklch(palette[role]) for role in SPLIT) if chroma > GREY]
    assert sum(gap > FAMILY for gap in gaps(hues)) <= FAMILIES
    between = [abs((a - b + 180.0) % 360.0 - 180.0) for a, b in itertools.combinations(hues, 2)]
    assert max(between) >= OPPOSED


def test_the_colours_are_told_apart(palette: dict[str, str]) -> None:
    for one, other in itertools.combinations(SPLIT, 2):
        assert np.linalg.norm(oklab(palette[one]) - oklab(palette[other])) >= APART, f"{one} and {other}"


def test_what_fills_the_frame_is_darker_than_what_shines_in_it() -> None:
    """By a third of the scale of lightness or more."""
    for name, colours in PALETTES.items():
        assert oklch(colours["light"])[0] - oklch(colours["dominant"])[0] > 0.3, name
