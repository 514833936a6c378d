"""A scene's look: what breaks here shows somebody's shader in other colours than they wrote, or lets it flash."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import av
import moderngl
import numpy as np
import pytest

from dreamscape import catalogue, cli
from dreamscape.clock import Moment
from dreamscape.dream.dream_file import Act, Dream, DreamFile, Shift
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.engine.renderer import Renderer
from dreamscape.engine.request import check_request
from dreamscape.errors import AuthorError
from dreamscape.flash.limiter import UNLIMITED, Limiter
from dreamscape.quality import TIERS
from dreamscape.render.post import Coding
from dreamscape.render.transition import mixed_look
from dreamscape.rng import Streams
from dreamscape.world.snapshot import Snapshot

SIZE = 64, 36
SCENE = """
from dreamscape import Layer, Scene

class Ramp(Layer):
    blend = "opaque"

class Strobe(Layer):
    blend = "opaque"

class Holes(Layer):
    blend = "opaque"

class Own(Layer):
    def draw(self, frame):
        super().draw(frame)

class Owned(Scene):
    layers = ("own",)
    look = "plain"

class Plain(Scene):
    layers = ("ramp",)
    look = "plain"

class Flashing(Scene):
    layers = ("strobe",)
    look = "plain"

class Holed(Scene):
    layers = ("holes",)
    look = "plain"

class Wrong(Scene):
    layers = ("ramp",)
    look = "plane"
"""
HEAD = '#include "frame.glsl"\nout vec4 colour;\nvoid main() { vec2 at = gl_FragCoord.xy * frame.texel; '
SHADERS = {
    "ramp": HEAD + "colour = vec4(at, 0.25, 1.0); }",
    "strobe": HEAD + "colour = vec4(vec3(step(0.5, fract(frame.time * 5.0))), 1.0); }",
    "own": HEAD + "colour = vec4(at, 0.25, 1.0); }",
    "holes": HEAD + "if (at.x < 0.5) discard; colour = vec4(0.5, 0.5, 0.5, 1.0); }",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "plain.py").write_text(SCENE, "utf-8")
    for name, text in SHADERS.items():
        (tmp_path / f"{name}.glsl").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ramp() -> np.ndarray:
    """R'G'B' as ramp.glsl writes it, `(h, w, 3)` 0 to 255, the first row at the top."""
    x, y = np.meshgrid((np.arange(SIZE[0]) + 0.5) / SIZE[0], 1.0 - (np.arange(SIZE[1]) + 0.5) / SIZE[1])
    return np.stack([x, y, np.full_like(x, 0.25)], axis=-1) * 255.0


def renderer_of(scene: str, limiter: Limiter | None = None) -> Renderer:
    request = check_request(dream=None, scene=f"plain.py:{scene}", size=SIZE, tier="high", captions=False)
    return request.renderer(Coding(), limiter)


def test_plain_colours_are_shown_as_they_are_written(folder: Path) -> None:
    picture = ["--scene", "plain.py:Plain", "--size", "64x36", "--quality", "high", "--no-captions"]
    assert cli.run(["still", "a.png", *picture, "--at", "6"]) == 0
    with av.open("a.png") as file:
        seen = next(file.decode(video=0)).to_ndarray(format="rgb24")
    np.testing.assert_array_equal(seen, np.rint(ramp()))


@pytest.mark.slow
def test_plain_colours_are_filmed_as_they_are_written(folder: Path) -> None:
    picture = ["--scene", "plain.py:Plain", "--size", "64x36", "--quality", "high", "--no-captions", "--no-sound"]
    assert cli.run(["export", "a.mp4", *picture, "--from", "6", "--to", "6.5", "--crf", "0"]) == 0
    with av.open("a.mp4") as film:
        frame = next(film.decode(video=0))
    luma = np.frombuffer(memoryview(frame.planes[0]), np.uint8).reshape(36, -1)[:, :64]
    expected = 16.0 + 219.0 / 255.0 * (np.rint(ramp()) @ [0.2126, 0.7152, 0.0722])
    assert np.abs(luma - expected).max() <= 1.0


def test_plain_flashes_are_dimmed(folder: Path) -> None:
    renderer = renderer_of("Flashing", Limiter())
    dimmed, brightest = 0, []
    with renderer.ctx:
        for frame in range(90):
            picture = renderer.read(renderer.draw(Moment(360 + 2 * frame, 0.0)))
            dimmed += (
                renderer.grading.exposure_pass is not None and renderer.grading.exposure_pass.exposure != UNLIMITED
            )
            brightest.append(float(picture.max()))
    renderer.ctx.release()
    assert dimmed > 30
    assert max(brightest[:6]) > 250  # the first flash is one
    assert np.ptp(brightest[45:]) < 200


@pytest.mark.parametrize(
    ("scene", "backdrop", "depth"), [("Plain", True, False), ("Holed", False, False), ("Owned", False, True)]
)
def test_a_backdrop_covers_what_was_there_and_one_with_holes_is_none(
    folder: Path, scene: str, backdrop: bool, depth: bool
) -> None:
    """A layer that draws in its own way may write depth, whatever its blend, and finds it tested."""
    renderer = renderer_of(scene)
    with renderer.ctx:
        first = renderer.read(renderer.draw(Moment(360, 0.0)))
        renderer.draw_light(Moment(360, 0.0)).begin(clear=(1.0, 1.0, 1.0, 1.0))
        assert np.array_equal(renderer.read(renderer.draw(Moment(360, 0.0))), first)
        assert [item.layer.is_backdrop for item in renderer.scene(0)[1]] == [backdrop]
        assert renderer.compositor._depth_test == depth
    renderer.ctx.release()


def test_a_wrong_look_names_the_class(folder: Path) -> None:
    with pytest.raises(AuthorError, match=r"Wrong\.look: expected 'dream' or 'plain', got 'plane'"):
        renderer_of("Wrong")


@pytest.mark.slow
@pytest.mark.parametrize("plain", ["shore", "key"])
def test_a_shift_between_two_looks_begins_and_ends_as_the_acts_do(
    plain: str, ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue.scene(plain), "look", "plain")
    shift = Shift("mist", 2.0)
    file = DreamFile("brief", 7, [Act("shore", 6.0, shift=shift), Act("key", 6.0, shift=shift)], endless=True)
    renderer = Renderer(ctx, Dream("brief", file, ""), SIZE, TIERS["low"], captions=False)
    begin = next(tick for tick in range(720) if renderer.timeline.cue(tick).leaving)
    end = next(tick for tick in range(begin, 1200) if not renderer.timeline.cue(tick).leaving)
    pictures = [
        renderer.read(renderer.draw(Moment(tick, 0.0))).astype(float) for tick in (begin - 1, begin, end - 1, end)
    ]
    for before, after in (pictures[:2], pictures[2:]):
        assert np.abs(before - after).mean() < 3.0
    assert np.abs(pictures[1] - pictures[2]).mean() > 6.0


def test_a_look_between_two_is_never_quite_either() -> None:
    assert mixed_look(1.0, 1.0, 0.3) == (1.0, "")
    assert mixed_look(1.0, 0.0, 0.25) == (0.75, "coming")
    for leaving, coming in ((0.0, 1.0), (1.0, 0.0)):
        assert all(0.0 < mixed_look(leaving, coming, passing).look < 1.0 for passing in (0.0, 1.0))


def test_the_hue_of_a_seed_passes_smoothly_from_round_to_round() -> None:
    """The seed of a round turns its blues; in the shift into the next round the picture must not jump."""
    streams = Streams(3)
    timeline = Timeline(DreamFile("two", 3, (Act("shore", 5.0), Act("reflection", 5.0)), endless=True), streams)
    scenes = Scenes(timeline, streams)
    snapshots = [cast(Snapshot, SimpleNamespace(cue=timeline.cue(tick), alpha=0.0)) for tick in range(60, 1500)]
    leans = [scenes.lean(snapshot) for snapshot in snapshots]
    assert np.ptp(leans) > 0.2
    assert np.abs(np.diff(leans)).max() < 0.05


def test_a_plain_scene_has_the_hues_that_its_shaders_write(folder: Path) -> None:
    renderer = renderer_of("Plain")
    assert renderer._scenes.lean(renderer.snapshot) == 0.0
    renderer.ctx.release()
