"""The flash meter, and the dreams by it: what breaks here can harm the people who watch."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate, chain

import moderngl
import numpy as np
import pytest
from msgspec import structs
from numpy.typing import NDArray

from dreamscape import catalogue
from dreamscape.clock import moment_at
from dreamscape.dream.dream_file import Act, Dream, DreamFile, load
from dreamscape.engine.renderer import Renderer
from dreamscape.flash.meter import ALLOWED, FIELD, average_cells, coverage, find_turns, measure
from dreamscape.parameters import declared
from dreamscape.quality import TIERS

RATE = 30
SIZE = 32, 18  # cells
GREY, WHITE, BLACK = (128, 128, 128), (255, 255, 255), (0, 0, 0)
RED, DARK_RED = (255, 0, 0), (80, 0, 0)


def film(hertz: float, bright=WHITE, dark=BLACK, area: float = 1.0, seconds: float = 3.0) -> NDArray[np.uint8]:
    """Frames `(n, 18, 32, 3)` whose left part, `area` of the whole, flashes; the rest is grey."""
    frames = np.empty((round(seconds * RATE), SIZE[1], SIZE[0], 3), np.uint8)
    frames[:] = GREY
    for number, frame in enumerate(frames):
        frame[:, : round(SIZE[0] * area)] = bright if number * hertz / RATE % 1.0 >= 0.5 else dark
    return frames


@pytest.mark.parametrize("hertz", [1, 2, 3, 5, 7.5, 15])
def test_flashes_in_a_second_are_counted(hertz: float) -> None:
    result = measure(film(hertz), RATE)
    assert result.general == pytest.approx(hertz, abs=0.5)
    assert result.safe == (result.general <= ALLOWED)
    assert result.red == 0.0


def test_three_flashes_are_allowed_and_four_are_not() -> None:
    assert measure(film(2.9), RATE).safe
    assert not measure(film(4), RATE).safe


@pytest.mark.parametrize(
    ("bright", "dark", "counts"),
    [
        (WHITE, (243, 243, 243), False),  # luminance 1 and 0.9: the darker is not below 0.80
        ((243, 243, 243), (229, 229, 229), True),  # 0.896 and 0.783
        ((90, 90, 90), (40, 40, 40), False),  # 0.10 and 0.02: less than a tenth
        ((98, 98, 98), (20, 20, 20), True),  # 0.123 and 0.007
        ((0, 0, 255), BLACK, False),  # blue has a luminance of 0.07
        ((0, 255, 0), BLACK, True),
    ],
)
def test_a_flash_is_a_tenth_of_luminance_with_the_darker_below_four_fifths(bright, dark, counts) -> None:
    assert (measure(film(5, bright, dark), RATE).general > 0) == counts


@pytest.mark.parametrize(("area", "counts"), [(1.0, True), (0.125, True), (0.0625, False), (0.03, False)])
def test_a_quarter_of_ten_degrees_counts(area: float, counts: bool) -> None:
    """A quarter of a third of the width, where all of the height flashes, is a twelfth."""
    assert (measure(film(5, area=area), RATE).general > ALLOWED) == counts
    assert (measure(film(5, area=area), RATE, field=1.0).general > ALLOWED) == (area >= 0.25)


def test_slow_light_is_no_flash_and_neither_is_a_picture_that_stands() -> None:
    t = np.arange(6 * RATE) / RATE
    breath = (127.5 - 127.5 * np.cos(t * 2.0 * np.pi * 0.5)).astype(np.uint8)
    frames = np.broadcast_to(breath[:, None, None, None], (len(t), 18, 32, 3))
    assert 0.5 <= measure(frames, RATE).general <= 1.0
    assert measure(np.full((90, 18, 32, 3), 200, np.uint8), RATE).general == 0.0


def test_saturated_red_counts_even_where_its_luminance_changes_little() -> None:
    result = measure(film(5, DARK_RED, BLACK), RATE)
    assert result.general == 0.0  # 0.017 of luminance
    assert result.red == pytest.approx(5.0, abs=0.5)
    assert not result.safe
    assert measure(film(5, RED, GREY), RATE).red > ALLOWED
    assert measure(film(5, (255, 180, 160), BLACK), RATE).red == 0.0  # pink is not saturated
    assert measure(film(5, (60, 0, 0), BLACK), RATE).red == 0.0  # too dark to matter


def test_noise_below_the_step_never_adds_up() -> None:
    values = np.random.default_rng(7).uniform(0.30, 0.39, (300, 4)).astype(np.float32)
    assert not find_turns(values, 0.10).any()


def test_the_worst_second_is_found_with_its_place_in_time() -> None:
    frames = np.concatenate([film(1, seconds=4), film(10, seconds=1), film(1, seconds=4)])
    result = measure(frames, RATE)
    assert result.general == pytest.approx(10.0, abs=1.0)
    assert 4.5 * RATE <= result.general_at <= 5.2 * RATE


def test_a_field_may_lie_anywhere() -> None:
    where = np.zeros((1, 18, 32), np.bool_)
    where[0, 9:15, 20:31] = True
    assert coverage(where, FIELD).max() == 1.0
    assert coverage(where, 1.0).max() == pytest.approx(66 / 576)


def test_cells_are_means_of_light() -> None:
    stripes = np.zeros((1, 4, 4, 3), np.uint8)
    stripes[:, :, ::2] = 255
    assert np.abs(average_cells(stripes, (2, 2)).astype(int) - 188).max() <= 1  # half the light of white


FILM_RATE = 15  # frames a second: flashes up to 7.5 Hz are seen, lightning's strokes are further apart
WHOLE_RATE = 7.5  # of a whole dream, and of one that goes at half the pace
DRAWN = 128, 72  # px: drawn smaller, thin threads crawl from pixel to pixel, which the meter takes for flashes
BRIGHT = {"shore": (0.0, 8.0), "silence": (12.5, 16.0), "chorus": (0.0, 9.0)}  # s of the acts: storm, line, flood
WITHIN = 4.0  # s that a shift takes at most where one of 12 s is drawn: a quicker one is the harder on the eyes


def drawn(
    ctx: moderngl.Context, dream: Dream, start: float, stop: float, number: int, rate: float = FILM_RATE
) -> NDArray[np.uint8]:
    """The frames of a part of a dream, from and to a second, in cells."""
    return np.concatenate(list(at_times(ctx, dream, times(start, stop, rate), number).values()))


def times(start: float, stop: float, rate: float) -> list[Fraction]:
    """When the frames from and to a second are shown, s."""
    return [n / Fraction(rate) for n in range(round(start * rate), round(stop * rate))]


def at_times(
    ctx: moderngl.Context, dream: Dream, seconds: Iterable[Fraction], number: int
) -> dict[Fraction, NDArray[np.uint8]]:
    """Frames of a dream in cells, `(1, 18, 32, 3)`, by when they are shown."""
    renderer = Renderer(ctx, dream, DRAWN, TIERS["low"], seed=number, captions=False)
    return {at: average_cells(renderer.read(renderer.draw(moment_at(at)))[None], SIZE) for at in seconds}


@pytest.mark.slow
def test_the_canonical_dream_is_safe(ctx: moderngl.Context, dream: Dream) -> None:
    """From its first frame to its last, shifts included, and lightning in it is seen at all.

    At 7.5 frames a second, as 3.75 flashes a second are seen, which is more than may be; what is bright is drawn at 15.
    """
    starts = dict(zip((act.scene for act in dream.file.act), starts_of(dream), strict=True))
    whole = times(0.0, dream.file.seconds, WHOLE_RATE)
    bright = {name: times(starts[name] + a, starts[name] + b, FILM_RATE) for name, (a, b) in BRIGHT.items()}
    cells = at_times(ctx, dream, sorted({*whole, *chain(*bright.values())}), dream.file.seed)
    result = measure(np.concatenate([cells[at] for at in whole]), WHOLE_RATE)
    assert result.safe, result
    assert result.general > 0.0
    for name, seconds in bright.items():
        result = measure(np.concatenate([cells[at] for at in seconds]), FILM_RATE)
        assert result.safe, (name, result)


def starts_of(dream: Dream) -> list[float]:
    """When each act begins, s."""
    return [0.0, *accumulate(act.seconds for act in dream.file.act[:-1])]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "rate"), [("unfolded", FILM_RATE), ("bright-water", WHOLE_RATE)])
def test_the_quickest_dream_and_the_brightest_are_safe(ctx: moderngl.Context, name: str, rate: float) -> None:
    """The beginning of each act, when it has just unfolded out of another of other colours."""
    whole = load(name).file
    acts = tuple(structs.replace(act, seconds=act.shift.seconds + 2.0, voice=()) for act in whole.act)
    short = Dream("short", structs.replace(whole, act=acts), "")
    frames = drawn(ctx, short, 0.0, sum(act.seconds for act in acts), whole.seed, rate)
    result = measure(frames, rate)
    assert result.safe, result


def quick(act: Act, further: float) -> Act:
    """An act that is over so many seconds after its shift, which takes at most WITHIN."""
    shift = structs.replace(act.shift, seconds=min(act.shift.seconds, WITHIN))
    return structs.replace(act, seconds=shift.seconds + further, shift=shift)


@pytest.mark.slow
def test_the_dream_backwards_is_safe(ctx: moderngl.Context) -> None:
    """Each act's beginning and how it passes into the next, at half the rate: the dream goes at half the pace."""
    whole = load("homeward").file
    acts = tuple(quick(act, 2.0) for act in whole.act)
    short = Dream("short", structs.replace(whole, act=acts), "")
    frames = drawn(ctx, short, 0.0, sum(act.seconds for act in acts), whole.seed, WHOLE_RATE)
    result = measure(frames, WHOLE_RATE)
    assert result.safe, result


@pytest.mark.slow
def test_a_round_of_the_ambient_dream_is_safe_and_has_no_bright_event(ctx: moderngl.Context) -> None:
    """Every act's beginning, and how it passes into the next; nothing flashes at all, and nothing flares up."""
    acts = tuple(quick(act, 1.5) for act in load("ambient").file.act)
    short = Dream("short", DreamFile("short", 88, acts, endless=True), "")
    frames = drawn(ctx, short, 0.0, sum(act.seconds for act in acts), 88, WHOLE_RATE)
    result = measure(frames, WHOLE_RATE)
    assert result.safe, result
    light = (frames / 255.0) ** 2.2 @ (0.2126, 0.7152, 0.0722)
    assert light.mean(axis=(1, 2)).max() < 0.25
    assert light.max() < 0.8


@pytest.mark.slow
@pytest.mark.parametrize("number", [2, 5])
def test_what_is_bright_is_safe_with_other_seeds(ctx: moderngl.Context, dream: Dream, number: int) -> None:
    """Of the shore, the wildest storm is drawn below."""
    for act in dream.file.act:
        if act.scene in BRIGHT.keys() - {"shore"}:
            alone = Dream("alone", DreamFile("alone", number, (act,)), "")
            result = measure(drawn(ctx, alone, *BRIGHT[act.scene], number), FILM_RATE)
            assert result.safe, (act.scene, result)


@pytest.mark.slow
def test_the_wildest_storm_that_a_dream_may_ask_for_is_safe(ctx: moderngl.Context) -> None:
    stormy = Act("shore", 20.0, parameters={"storm": declared(catalogue.scene("shore"))["storm"].high})
    for number in (1, 2):
        result = measure(
            drawn(ctx, Dream("storm", DreamFile("storm", number, (stormy,)), ""), 0.0, 12.0, number), FILM_RATE
        )
        assert result.safe, result
