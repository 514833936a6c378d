"""Courtesy: what breaks here wakes a sleeper, burns in a screen, or keeps somebody waiting."""

import itertools
import math

import moderngl
import numpy as np
import pytest

from dreamscape.errors import DreamscapeError, InputError
from dreamscape.saver.activity import GRACE, ActivityDetector
from dreamscape.saver.clock_overlay import ClockOverlay
from dreamscape.saver.courtesy import (
    BATTERY_FPS,
    NIGHT,
    REACH,
    MachineState,
    clock_text,
    daylight,
    drift,
    frame_rate,
    shown_light,
    wander,
)
from dreamscape.saver.host import HIGHEST, VARIABLE, Host, host, words
from dreamscape.saver.machine_state import idleness


def test_a_shaking_desk_stays_and_a_hand_leaves() -> None:
    detector = ActivityDetector(0.0)
    assert not any(detector.pointer_ends(GRACE + i / 30, 500.0 + 3.0 * (-1) ** i, 400.0) for i in range(300))
    assert detector.pointer_ends(GRACE + 10.1, 540.0, 400.0)


def test_a_mouse_that_creeps_through_the_night_stays() -> None:
    detector = ActivityDetector(0.0)
    assert not any(detector.pointer_ends(GRACE + i, 500.0 + 2.0 * i, 400.0) for i in range(600))


def test_the_first_second_counts_for_nothing() -> None:
    detector = ActivityDetector(0.0)
    assert not detector.pointer_ends(0.5, 0.0, 0.0)
    assert not detector.pointer_ends(0.9, 500.0, 0.0), "a window that appears under a pointer reports motions"
    assert not detector.pointer_ends(60.0, 503.0, 0.0)
    assert not detector.input_ends(0.5)
    assert detector.input_ends(1.5)


def test_one_swift_motion_of_a_rested_hand_leaves() -> None:
    rested = ActivityDetector(0.0)
    assert not rested.pointer_ends(2.0, 100.0, 100.0)
    assert rested.pointer_ends(60.0, 140.0, 100.0)


def test_the_first_place_of_the_pointer_is_where_it_rests() -> None:
    framed = ActivityDetector(0.0)
    assert not framed.pointer_ends(60.0, 140.0, 100.0), "under a window manager the first motion counts from the frame"
    assert not framed.pointer_ends(60.1, 141.0, 100.0)
    framed.forget_pointer()
    assert not framed.pointer_ends(60.2, 400.0, 300.0), "its window was moved"
    assert framed.pointer_ends(60.3, 420.0, 300.0)


def test_windows_that_appear_anew_begin_anew() -> None:
    assert not ActivityDetector(100.0).input_ends(100.5)
    assert ActivityDetector(100.0).input_ends(101.0)


def test_nothing_is_drawn_that_nobody_could_see() -> None:
    assert frame_rate(MachineState(off=True)) == frame_rate(MachineState(covered=True)) == 0.0
    assert frame_rate(MachineState(battery=True), 60.0) == BATTERY_FPS
    assert frame_rate(MachineState(), 24.0) == 24.0


def test_the_drift_is_slow_small_and_goes_everywhere() -> None:
    places = [drift(t) for t in range(0, 4 * 3600, 2)]
    assert all(math.dist(a, b) < 2.0 for a, b in itertools.pairwise(places))
    assert {x for x, _ in places} == {y for _, y in places} == set(range(-REACH, REACH + 1))


def test_the_clock_stays_inside_and_never_rests() -> None:
    places = [wander(t, (0.1, 0.05)) for t in range(0, 8 * 3600, 60)]
    assert all(0.1 < x < 0.9 and 0.05 < y < 0.95 for x, y in places)
    assert min(math.dist(a, b) for a, b in itertools.pairwise(places)) > 0.0005


@pytest.mark.parametrize(
    ("hour", "of_day", "of_half"),
    [
        (0.0, "0:00", "12:00"),
        (0.1, "0:06", "12:06"),
        (11.99, "11:59", "11:59"),
        (12.5, "12:30", "12:30"),
        (23.75, "23:45", "11:45"),
    ],
)
def test_the_clock_counts_as_people_do(hour: float, of_day: str, of_half: str) -> None:
    assert (clock_text(hour, False), clock_text(hour, True)) == (of_day, of_half)


def test_the_clock_is_light_and_covers_nothing(ctx: moderngl.Context) -> None:
    glow = ClockOverlay(ctx, "0:07", (1280, 720))
    pixels = np.frombuffer(glow.texture.read(), np.uint8).reshape(*glow.size[::-1], 4)
    assert not pixels[..., 3].any()
    assert 130 < pixels[..., :3].max() < 250, "it is read, and burns nothing in"
    edge = np.concatenate((pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]))
    assert edge.max() <= 1, "it fades out within its texture"


def test_the_light_comes_and_goes_smoothly() -> None:
    assert shown_light(0.0, None) == 0.0
    assert shown_light(10.0, None) == 1.0
    assert shown_light(10.0, None, dim=0.4) == pytest.approx(0.6)
    assert shown_light(10.0, 5.0) == 0.0
    hours = [daylight(h / 10) for h in range(241)]
    assert hours[0] == pytest.approx(hours[-1]) == pytest.approx(min(hours)) == NIGHT
    assert max(hours) == hours[140] == 1.0
    assert max(abs(a - b) for a, b in itertools.pairwise(hours)) < 0.06


@pytest.mark.parametrize(
    ("given", "windows", "expected"),
    [
        (["--root", "--clock"], False, ["--root", "--clock"]),
        (["/s"], False, []),
        (["/S", "--dim", "0.2"], True, ["--dim", "0.2"]),
        (["/p", "1312"], True, ["--window-id", "1312", "--preview"]),
        (["/P:1312"], True, ["--window-id", "1312", "--preview"]),
        (["-p", "1312"], True, ["--window-id", "1312", "--preview"]),
        (["/c:1312"], True, ["--settings"]),
        ([], True, ["--settings"]),
        ([], False, []),
        (["install"], True, ["install"]),
    ],
)
def test_words_of_windows(given: list[str], windows: bool, expected: list[str]) -> None:
    assert words(given, windows) == expected


def test_which_window_it_is() -> None:
    assert host(True, None, False, False, {VARIABLE: "0x2800005"}) == Host(0x2800005)
    assert host(True, "41943045", False, False, {VARIABLE: "1"}) == Host(41943045, preview=True)
    assert host(True, None, False, False, {}) == Host(0)
    assert host(False, None, False, False, {VARIABLE: "0x2800005"}) == Host(), "a terminal inside the saver is no hack"
    with pytest.raises(InputError, match="41943045"):
        host(True, "window", False, False, {})
    with pytest.raises(InputError, match=VARIABLE):
        host(True, None, False, False, {VARIABLE: ""})
    with pytest.raises(InputError, match=r"--window-id 0x\w+: not a window, expected its number"):
        host(True, hex(HIGHEST + 1), False, False, {})
    with pytest.raises(InputError, match="names no window"):
        words(["/p"], True)


def test_a_desktop_without_idle_times_is_one_sentence() -> None:
    with pytest.raises(DreamscapeError, match="swayidle"):
        idleness(300.0, "linux", {})
