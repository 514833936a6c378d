"""The flash limiter: what breaks here lets a dream flash at people, or films one dream differently in parts."""

from dataclasses import replace
from pathlib import Path

import av
import moderngl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dreamscape import options
from dreamscape.arrays import F32
from dreamscape.clock import Moment
from dreamscape.colour import encoded
from dreamscape.dream.dream_file import Dream
from dreamscape.engine.renderer import Renderer
from dreamscape.engine.request import check_request
from dreamscape.export import backends, film
from dreamscape.export.encoding import formats
from dreamscape.export.segments import limiter_history
from dreamscape.export.segments.segment_store import SegmentStore
from dreamscape.export.segments.segment_writer import FilmJob, SegmentWriter
from dreamscape.flash.limiter import MEMORY, UNLIMITED, Limiter, _most_turns
from dreamscape.flash.meter import ALLOWED, average_cells, find_turns, luminance, measure
from dreamscape.quality import TIERS
from dreamscape.render.exposure import ExposurePass
from dreamscape.render.post import Coding, Post
from dreamscape.render.targets import Target

RATE, SIZE = 30, (32, 18)
WHITE, BLACK, RED, DARK_RED = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (0.9, 0.0, 0.0), (0.05, 0.0, 0.0)


def flashing(hertz: float, seconds: float = 4.0, bright=WHITE, dark=BLACK, area: float = 1.0) -> NDArray[np.float32]:
    """Linear light `(n, 18, 32, 3)` whose left part flashes; the rest is dark grey."""
    frames = np.full((round(seconds * RATE), 18, 32, 3), 0.2, np.float32)
    for number, frame in enumerate(frames):
        frame[:, : round(32 * area)] = bright if number * hertz / RATE % 1.0 >= 0.5 else dark
    return frames


def limited(light: NDArray[np.float32]) -> NDArray[np.float32]:
    limiter, shown = Limiter(), []
    for number, frame in enumerate(light):
        shown.append(limiter.exposure(number / RATE).apply(frame))
        limiter.observe(number / RATE, frame)
    return np.stack(shown)


def srgb(light: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.rint(encoded(light) * 255).astype(np.uint8)


@pytest.mark.slow
@pytest.mark.parametrize("hertz", [3.5, 7.5, 15])
@pytest.mark.parametrize(
    ("bright", "dark", "area"), [(WHITE, BLACK, 1.0), (RED, DARK_RED, 1.0), (WHITE, BLACK, 0.2), (BLACK, WHITE, 0.5)]
)
def test_what_flashes_too_often_is_shown_below_the_threshold(hertz, bright, dark, area) -> None:
    light = flashing(hertz, bright=bright, dark=dark, area=area)
    assert not measure(srgb(light), RATE).safe
    assert measure(srgb(limited(light)), RATE).safe


@pytest.mark.parametrize("hertz", [0.5, 1, 1.5])
def test_what_harms_nobody_is_left_as_it_is(hertz) -> None:
    light = flashing(hertz)
    assert np.array_equal(limited(light), light)


def test_it_lets_go_once_the_flashing_has_ended() -> None:
    light = np.concatenate([flashing(10, 2.0), np.full((5 * RATE, 18, 32, 3), 0.5, np.float32)])
    shown = limited(light)
    assert luminance(shown[2 * RATE + 3]).max() < 0.1
    assert np.array_equal(shown[2 * RATE + round(MEMORY * RATE) + 1 :], light[2 * RATE + round(MEMORY * RATE) + 1 :])
    steps = np.diff(luminance(shown[2 * RATE + 3 :]).mean(axis=(1, 2)))
    assert 0.0 <= steps.min() < steps.max() < 0.03  # back over a second, never down again


@pytest.mark.slow
def test_light_that_is_not_a_number_does_not_blind_it() -> None:
    """Shaders of others make some, and sums that are kept up would never be rid of it."""
    light = flashing(10, 4.0)
    light[2] = np.nan
    limiter = Limiter()
    for number, frame in enumerate(light):
        limiter.observe(number / RATE, frame)
    assert limiter.exposure(len(light) / RATE).light < 0.2


def test_what_it_does_follows_from_the_light_it_remembers_alone() -> None:
    """The next segment, filmed elsewhere, gets only that much."""
    light, rate = flashing(5, 9.0), options.rate(RATE)
    light[130:200] = 0.3
    whole = limiter_history.exposures(limiter_history.NO_LIGHT, light.astype(np.float16), 0, rate)
    assert UNLIMITED in whole
    for first in (101, 202):
        before = light[first - limiter_history.memory_frames(rate) : first].astype(np.float16)
        assert limiter_history.exposures(before, light[first:].astype(np.float16), first, rate) == whole[first:]


def test_light_that_is_packed_is_the_same_again() -> None:
    light = list(flashing(5, 0.2))
    assert np.array_equal(limiter_history.unpack(limiter_history.pack(light), 6), np.asarray(light, np.float16))
    for data in (b"", b"no", limiter_history.pack(light)[:-9], limiter_history.pack(light[:-1])):
        with pytest.raises(ValueError):
            limiter_history.unpack(data, 6)


@given(st.integers(0, 2**32 - 1), st.floats(0.02, 0.6))
def test_no_cell_turns_more_often_than_is_taken_for_possible(seed: int, step: float) -> None:
    """Such cells are left out before their turns are counted, and their flashes would be shown."""
    values = np.random.default_rng(seed).choice(np.linspace(0, 1, 6, dtype=np.float32), (30, 40))
    assert (find_turns(values, step).sum(axis=0) <= _most_turns(values)).all()


def test_a_slow_change_cannot_turn() -> None:
    assert _most_turns(np.linspace(0, 1, 60, dtype=np.float32)[:, None]).tolist() == [1]


def test_light_is_measured_as_it_is_stored(ctx: moderngl.Context) -> None:
    """A film that goes on after an interruption is limited by the light that its last segment stored."""
    scene = Target(ctx, (320, 180))
    scene.texture.write(np.random.default_rng(1).random((180, 320, 4)).astype(np.float16).tobytes())
    seen = list[F32]()
    post, exposure_pass = (
        Post(ctx, scene.size, scene.size, TIERS["high"], Coding()),
        ExposurePass(ctx, Limiter(seen.append)),
    )
    exposure_pass.grade(post, scene.texture, 0.1, 0.0, True, post.graded)
    exposure_pass.measure()
    assert np.ptp(seen[0]) > 0.05
    assert np.array_equal(limiter_history.unpack(limiter_history.pack(seen), 1), seen)


@pytest.fixture
def strobe(monkeypatch) -> None:
    """Every dream flashes five times a second all over."""

    def light(renderer: Renderer, moment) -> Target:
        renderer.world.advance_to(moment.tick)
        renderer.snapshot = renderer.world.snapshot(moment.alpha)
        level = 0.8 if moment.tick // 6 % 2 else 0.0
        renderer.picture.begin(clear=(level, level, level, 1.0))
        return renderer.picture

    monkeypatch.setattr(Renderer, "draw_light", light)


def pictures(path: Path) -> NDArray[np.uint8]:
    with av.open(str(path)) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])


def export(path: Path, backend: backends.Backend = backends.single_process, limited: bool = True) -> NDArray[np.uint8]:
    """A film of three seconds in segments of one."""
    request = check_request("sapphire", size=(64, 36), stop=3, tier="low")
    form = formats.choose(".mp4", request.size, crf=0, preset="ultrafast")
    film.export(
        path,
        FilmJob(replace(request, limited=limited), options.rate(RATE), form, RATE),
        {},
        lambda: False,
        lambda outcome: None,
        backend=backend,
    )
    return pictures(path)


def backwards(job: FilmJob, store: SegmentStore, stop: backends.Stop, tell: backends.ReportProgress) -> None:
    """A backend that makes the last segment first, as several processes might."""
    for number in reversed(store.manifest.missing):
        made = []
        writer = SegmentWriter(job, lambda request, segment, made=made: made.append(segment))
        request = backends.segment_request(job, store, number, None)
        for _ in writer.write([request], stop):
            pass
        store.complete(number, made[0].segment, request.path, writer.device_name, made[0].light)
        writer.close()


@pytest.mark.slow
def test_a_film_of_a_dream_that_flashes_is_safe_and_the_same_in_parts(strobe, tmp_path) -> None:
    assert not measure(average_cells(export(tmp_path / "b.mp4", limited=False), SIZE), RATE).safe
    whole = export(tmp_path / "a.mp4")
    result = measure(average_cells(whole, SIZE), RATE)
    assert 0.0 < result.general <= ALLOWED
    assert np.array_equal(export(tmp_path / "c.mp4", backwards), whole)


@pytest.mark.slow
def test_live_pictures_are_watched_on_the_viewers_clock(ctx: moderngl.Context, dream: Dream, strobe) -> None:
    """Somebody who jumps to and fro between a dark and a bright moment makes flashes that the dream has not."""
    renderer = Renderer(ctx, dream, SIZE, TIERS["low"], limiter=Limiter(), captions=False)
    shown = []
    for number in range(3 * RATE):
        renderer.world.rewind()
        moment = Moment(6 if number // 3 % 2 else 0, 0.0)
        shown.append(renderer.read(renderer.draw(moment, shown=number / RATE)).copy())
    assert measure(np.stack(shown), RATE).safe
    assert shown[3].mean() > 150 > 100 > shown[-1].mean()
