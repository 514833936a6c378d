"""The droplets of act Immersion: what breaks here makes a memory vanish before the viewer's eyes."""

import itertools
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.clock import TICK, TICKS_PER_SECOND, moment_at
from dreamscape.engine import dream_source
from dreamscape.engine.renderer import Renderer
from dreamscape.layers.droplets import Droplets
from dreamscape.layers.memories import Memories, shown
from dreamscape.places.water.memory_parts import Box
from dreamscape.quality import TIERS
from dreamscape.render.layer import Frame
from dreamscape.render.shader import Array, Shader
from dreamscape.render.targets import Target
from dreamscape.rng import Streams
from dreamscape.scenes.immersion import Immersion

DREAM = 'title = "t"\nseed = 1\nopening = 0\n[[act]]\nscene = "immersion"\nseconds = 12\nparameters = {first = 1}\n'


def test_a_droplet_opens_and_closes_without_a_jump() -> None:
    """No more within a tick than easing over a second gives, at the canonical turn and at others."""
    for turn in (5.0, 7.6, 8.8):
        scene = Immersion(Streams(7), {"turn": turn})
        times = np.arange(0, 34 * TICKS_PER_SECOND) * TICK
        for number in range(3):
            ways = np.array([scene.opening(number, float(seconds)) for seconds in times])
            assert ways.max() > 0.95, "each has its turn"
            assert np.abs(np.diff(ways, axis=0)).max() < 2.5 * TICK, (turn, number)
            assert np.abs(np.diff(ways[:, 1])).max() < 0.9 * TICK, "a third of the picture moves with its width"


def test_memories_begin_anew_in_the_dark_and_without_a_step() -> None:
    """They are drawn a few times a second: were their light a part of that, they would flicker as they come and go."""
    light = np.array([shown(tick * TICK, 4.6, 7.6, 22.6) for tick in range(36 * TICKS_PER_SECOND)])
    assert np.abs(np.diff(light)).max() < 0.06
    assert light[round(4.6 * TICKS_PER_SECOND)] == light[round(12.2 * TICKS_PER_SECOND)] == 0.0
    assert np.median(light) == 1.0
    assert light[21 * TICKS_PER_SECOND :].min() == 1.0, "after the last turn all would go dark at once for nothing"


@pytest.mark.slow
def test_a_large_memory_is_painted_ahead_by_halves(
    ctx: moderngl.Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else every other frame of a film takes longer by a third; and a frame alone is what it is after others."""
    (tmp_path / "d.toml").write_text(DREAM)
    paint, painted = Memories._paint, [0.0]

    def counted(
        self: Memories, frame: Frame, target: Target, parts: Mapping[Shader, Iterable[Box]], **given: Any
    ) -> None:
        if target.size[0] > 76 and given["seconds"]:
            for left, bottom, right, top in itertools.chain(*parts.values()):
                painted[-1] += max(right - left, 0.0) * max(top - bottom, 0.0) / 4.0
        paint(self, frame, target, parts, **given)

    def drawn(renderer: Renderer, number: int) -> NDArray[np.uint8]:
        return renderer.read(renderer.draw(moment_at(Fraction(number, 30)))).copy()

    monkeypatch.setattr(Memories, "_paint", counted)
    dream = dream_source.load(str(tmp_path / "d.toml"))
    renderer = Renderer(ctx, dream, (224, 126), TIERS["high"])
    for number in range(96, 106):
        last = drawn(renderer, number)
        painted.append(0.0)
    assert max(painted[3:-1]) < 0.75
    assert min(painted[3:-1]) > 0.25
    assert np.array_equal(last, drawn(Renderer(ctx, dream, (224, 126), TIERS["high"]), 105))


@pytest.mark.slow
def test_open_droplets_are_drawn_in_no_way_that_the_first_picture_did_not_make_ready(
    ctx: moderngl.Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drivers compile what is first drawn with: a window would stand still as the first droplet opens."""
    (tmp_path / "d.toml").write_text(DREAM)
    renderer = Renderer(ctx, dream_source.load(str(tmp_path / "d.toml")), (224, 126), TIERS["high"])
    feed, render = Droplets.feed, Array.render
    fed: list[tuple[Shader, moderngl.Texture]] = []
    ways: set[tuple[Array, tuple[int, int]]] = set()

    def feeding(self: Droplets, shader: Shader, frame: Frame, **uniforms: Any) -> None:
        fed[:] = [(shader, uniforms["memory"])]
        feed(self, shader, frame, **uniforms)

    def rendering(self: Array, *args: Any, **how: Any) -> None:
        if fed and fed[0][0] is self._shader:
            ways.add((self, fed[0][1].filter))
        render(self, *args, **how)

    def ways_until(second: float) -> set[tuple[Array, tuple[int, int]]]:
        ways.clear()
        renderer.draw_light(moment_at(Fraction(round(30 * second), 30)))
        return set(ways)

    monkeypatch.setattr(Droplets, "feed", feeding)
    monkeypatch.setattr(Array, "render", rendering)
    first, opened = ways_until(0.2), ways_until(3.3)
    assert len(opened) == 3, "small ones through mipmaps, the middle and the rim of an open one at the finest level"
    assert opened <= first
