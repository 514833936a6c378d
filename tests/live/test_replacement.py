"""Edited code is taken in between frames: what breaks here freezes the window while somebody works on a scene."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from living import Live, sessions

from dreamscape import catalogue
from dreamscape.authoring import editions
from dreamscape.engine import dream_source
from dreamscape.live.playback import replacement, stepping
from dreamscape.live.playback.reload import EVERY
from dreamscape.live.playback.replacement import Replacement
from dreamscape.live.session import session as sessions_module
from dreamscape.quality import TIERS
from dreamscape.world.world import World

Make = Callable[..., Live]
TICK = 250  # after the opening
FILE = '''"""One colour."""

from dreamscape import Layer, Scene


class Wall(Layer):
    """All of one colour."""

    blend = "opaque"

    def draw(self, frame):
        """Fill."""
        self.feed(self.shader, frame, shade=(0.0, 0.4, 0.0))
        self.shader.draw_fullscreen()


class Hall(Scene):
    """A wall."""

    layers = ("wall",)
    places = (1, 1, 0)

    def direct(self, cast, cue, rng):
        """Nothing moves."""
'''
GREEN, RED = "(0.0, 0.4, 0.0)", "(0.4, 0.0, 0.0)"
WALL = "uniform vec3 shade;\nout vec4 colour;\nvoid main() { colour = vec4(shade, 1.0); }\n"


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    before = editions.copy()
    yield from sessions(monkeypatch, tmp_path)
    editions.publish(before)


@pytest.fixture
def one(live: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Live:
    """A session of a scene file that stands still at TICK, and spends little of a frame on what was edited."""
    (tmp_path / "hall.py").write_text(FILE)
    (tmp_path / "wall.glsl").write_text(WALL)
    live_session = live(dream=dream_source.load(scene=f"{tmp_path / 'hall.py'}:Hall"))
    live_session.session.jump(TICK)
    live_session.actions.perform("pause")
    live_session.frames(1)
    threading.Event().wait(EVERY * 1.2e-9)
    live_session.frames(1)
    monkeypatch.setattr(sessions_module, "SEEKING", 0.02)
    return live_session


def edit(one: Live, file: Path, old: str, new: str) -> None:
    """Edit a file, and draw frames until that is being taken in."""
    file.write_text(file.read_text().replace(old, new))
    threading.Event().wait(EVERY * 1.2e-9)
    one.frames(3)


def is_busy(one: Live) -> bool:
    return one.actions._watcher._code.busy


def finish(one: Live) -> int:
    """Draw frames until what was edited plays, or has failed; how many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions_module, "SEEKING", 0.5)
        for count in range(4 * TICK):
            if not is_busy(one):
                return count
            one.frames(1)
    pytest.fail("it was never taken in")


def brightest(one: Live) -> int:
    """Which of red, green and blue is the brightest in the middle of the picture."""
    return int(one.picture()[54, 96].argmax())


@pytest.mark.slow
def test_the_window_lives_while_an_edited_scene_is_stepped(
    one: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It froze while the act was stepped again, for seconds late in an act."""
    monkeypatch.setattr(sessions_module, "SEEKING", 0.0)
    steps, step = [0], World.step
    monkeypatch.setattr(World, "step", lambda world: (steps.__setitem__(0, steps[0] + 1), step(world)))
    edit(one, tmp_path / "hall.py", GREEN, RED)
    frames = 0
    while is_busy(one):
        before = steps[0]
        one.frames(1)
        assert steps[0] <= before + 1
        assert not is_busy(one) or (brightest(one) == 1 and "taking it in" in one.session.hud.error)
        frames += 1
    assert frames > TICK // 2
    assert brightest(one) == 0
    assert one.session.hud.error == ""
    assert one.session.renderer.world.tick == TICK


@pytest.mark.slow
def test_a_dream_that_goes_on_meanwhile_is_caught_up_with(one: Live, tmp_path: Path) -> None:
    edit(one, tmp_path / "hall.py", GREEN, RED)
    one.actions.perform("pause")
    assert finish(one)
    assert brightest(one) == 0
    assert one.session.renderer.world.tick > TICK


def test_a_machine_on_which_the_dream_passes_faster_than_slices_step_catches_up_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By longer slices; a tick takes 10 ms here, and a frame 33 ms beside a slice of 27 ms."""
    now, ms = [0], 1_000_000

    class SlowWorld:
        tick = 0

        def begins(self, tick: int) -> int:
            return 0

        def step(self) -> None:
            self.tick += 1
            now[0] += 10 * ms

    monkeypatch.setattr(replacement, "spare_world", lambda renderer: SlowWorld())
    for module in (replacement, stepping):
        monkeypatch.setattr(module, "now_ns", lambda: now[0])
    playing = SimpleNamespace(world=SimpleNamespace(tick=600))
    renderer = SimpleNamespace(timeline=SimpleNamespace(endless=True), prepare_jump=lambda tick: True)
    edited = Replacement(cast(Any, renderer), cast(Any, None), cast(Any, playing), keeps_state=False)
    slices = []
    while now[0] < 60_000 * ms:
        begun = now[0]
        caught_up = edited.prepare(27 * ms)
        slices.append(now[0] - begun)
        if caught_up:
            break
        now[0] += 33 * ms
        playing.world.tick = 600 + now[0] * 60 // (1000 * ms)
    assert caught_up
    assert slices[0] <= 40 * ms
    assert max(slices) < 8 * 27 * ms + 10 * ms


@pytest.mark.slow
def test_a_second_edit_takes_the_place_of_one_that_is_being_taken_in(one: Live, tmp_path: Path) -> None:
    edit(one, tmp_path / "hall.py", GREEN, RED)
    edit(one, tmp_path / "hall.py", RED, "(0.0, 0.0, 0.4)")
    assert is_busy(one)
    finish(one)
    assert brightest(one) == 2


@pytest.mark.slow
def test_a_mistake_that_shows_only_as_the_scene_is_stepped_leaves_the_picture_as_it_is(
    one: Live, tmp_path: Path
) -> None:
    edit(one, tmp_path / "hall.py", '"""Nothing moves."""', f"1 / (cue.act_tick != {TICK // 2})")
    assert is_busy(one)
    finish(one)
    assert "in direct: ZeroDivisionError" in one.session.hud.error
    assert one.session.trial.mistake is None
    assert brightest(one) == 1


@pytest.mark.slow
@pytest.mark.parametrize("way", ["new-seed", "back", "quality"])
def test_what_is_being_taken_in_follows_a_viewer_who_goes_elsewhere(one: Live, tmp_path: Path, way: str) -> None:
    edit(one, tmp_path / "hall.py", GREEN, RED)
    one.frames(3)
    assert is_busy(one)
    if way == "quality":
        one.session.pin_tier(TIERS["medium"])
    else:
        one.actions.perform(way)
    finish(one)
    assert brightest(one) == 0
    assert one.session.quality.tier.name == ("medium" if way == "quality" else "low")
    assert one.session.renderer.world.tick == (TICK if way == "quality" else one.session.playhead.tick)


@pytest.mark.slow
def test_a_shader_that_is_edited_meanwhile_is_in_what_plays_then(one: Live, tmp_path: Path) -> None:
    edit(one, tmp_path / "hall.py", GREEN, RED)
    one.frames(3)
    assert is_busy(one)
    edit(one, tmp_path / "wall.glsl", "shade, 1.0", "shade.bgr, 1.0")
    finish(one)
    assert brightest(one) == 2


@pytest.mark.slow
def test_what_plays_finds_its_own_classes_until_the_edit_plays(one: Live, tmp_path: Path) -> None:
    """Its next act would otherwise be built of code that is not known to work."""
    before = catalogue.scene("hall"), catalogue.layer("wall")
    edit(one, tmp_path / "hall.py", GREEN, RED)
    assert is_busy(one)
    assert (catalogue.scene("hall"), catalogue.layer("wall")) == before
    finish(one)
    assert catalogue.scene("hall") is not before[0]
    assert catalogue.layer("wall") is not before[1]
