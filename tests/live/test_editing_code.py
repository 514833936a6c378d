"""Editing Python while it plays: what breaks here makes authors of layers and scenes begin anew for each change."""

import importlib
import inspect
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from living import Live, sessions

from dreamscape import catalogue
from dreamscape.authoring import editions
from dreamscape.dream.inputs import Pluck
from dreamscape.engine import dream_source
from dreamscape.live.playback.reload import EVERY

Make = Callable[..., Live]
FILE = '''"""One colour."""

from dreamscape import Camera, Layer, Scene


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

    def camera(self, seconds):
        """Still."""
        return Camera((0.0, 1.0, 0.0), (0.0, 1.0, 1.0))

    @classmethod
    def colours(cls):
        """One."""
        return dict.fromkeys(("dominant", "counter", "other", "accent", "light", "shadow"), "#888888")
'''
WALL = "uniform vec3 shade;\nout vec4 colour;\nvoid main() { colour = vec4(shade, 1.0); }\n"


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    before = editions.copy()
    yield from sessions(monkeypatch, tmp_path)
    editions.publish(before)


@pytest.fixture
def hall(live: Make, tmp_path: Path) -> tuple[Live, Path]:
    """A session of a scene file, and the file."""
    (tmp_path / "hall.py").write_text(FILE)
    (tmp_path / "wall.glsl").write_text(WALL)
    one = live(dream=dream_source.load(scene=f"{tmp_path / 'hall.py'}:Hall"))
    one.session.jump(300)
    one.actions.perform("pause")
    settle(one)
    return one, tmp_path / "hall.py"


def settle(one: Live) -> None:
    """Wait until it is time to look at files again, look, and take in what was edited."""
    one.frames(1)
    threading.Event().wait(EVERY * 1.2e-9)
    one.frames(2)
    finish(one)


def finish(one: Live) -> None:
    """Draw frames until what was edited plays, or has failed."""
    one.session.window.use()
    for _ in range(2000):
        if not one.actions._watcher._code.busy:
            break
        one.actions._watcher.look()
    one.frames(1)


def begin_edit(one: Live, file: Path, old: str, new: str) -> None:
    """Edit a file, and draw the frame that says so."""
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    threading.Event().wait(EVERY * 1.2e-9)
    one.frames(1)
    if file.suffix == ".py":
        assert one.session.hud.error == f"{file.name}: taking it in ..."


def edit(one: Live, file: Path, old: str, new: str) -> None:
    begin_edit(one, file, old, new)
    one.frames(1)
    finish(one)


def middle(one: Live) -> tuple[int, ...]:
    """Red, green and blue of the middle of the picture."""
    return tuple(one.picture()[54, 96].tolist())


@pytest.mark.slow
def test_an_edited_layer_is_seen_where_the_dream_is(hall: tuple[Live, Path]) -> None:
    one, file = hall
    tick, digest = one.session.renderer.world.tick, one.session.dream.digest
    assert max(middle(one)) == middle(one)[1]
    edit(one, file, "(0.0, 0.4, 0.0)", "(0.4, 0.0, 0.0)")
    assert one.session.hud.error == ""
    assert max(middle(one)) == middle(one)[0]
    assert one.session.renderer.world.tick == tick
    assert one.session.dream.digest != digest, "a recording is of the text that plays"
    edit(one, file.with_name("wall.glsl"), "shade, 1.0", "shade.bgr, 1.0")
    assert max(middle(one)) == middle(one)[2]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("class Hall(Scene)", "class Hall Scene", "hall.py:17: SyntaxError: invalid syntax"),
        ("def draw(self, frame):", "def draw(self, frame):\n        1 / 0", "hall.py:12, in draw: ZeroDivisionError"),
        (
            "def camera(self, seconds):",
            "def camera(self):",
            "hall.py:22: TypeError: Hall.camera() takes 1 positional",
        ),
        ("class Hall", "class Hull", "hall.py: no scene 'Hall', expected Hull"),
        ('("wall",)', '("well",)', "scene 'hall': layer 'well': unknown"),
    ],
)
def test_a_mistake_is_named_and_what_played_before_goes_on(
    hall: tuple[Live, Path], old: str, new: str, message: str
) -> None:
    one, file = hall
    before = one.picture()
    edit(one, file, old, new)
    assert message in one.session.hud.error
    assert np.abs(one.picture() - before).max() <= 2
    file.write_text(FILE.replace("(0.0, 0.4, 0.0)", "(0.4, 0.0, 0.0)"))
    settle(one)
    assert one.session.hud.error == ""
    assert max(middle(one)) == middle(one)[0]


@pytest.mark.slow
def test_a_mistake_that_shows_later_goes_back_to_what_played_before(hall: tuple[Live, Path]) -> None:
    one, file = hall
    edit(one, file, "def draw(self, frame):", "def draw(self, frame):\n        1 / (frame.snapshot.seconds < 5.5)")
    assert one.session.hud.error == ""
    one.actions.perform("pause")
    one.frames(30)
    assert "hall.py:12, in draw: ZeroDivisionError" in one.session.hud.error
    settle(one)
    assert one.session.trial.mistake is None
    assert max(middle(one)) == middle(one)[1] > 50, "it is drawn again"


@pytest.mark.slow
@pytest.mark.parametrize(
    "returned",
    [
        "None",
        "Camera((0.0, 1.0, 0.0), (0.0, 1.0, 0.0))",
        "Camera((0.0, 1.0, 0.0), (0.0, 1.0, 1.0)) if seconds in (0.0, 2.5) else (1,)",
    ],
)
def test_whatever_an_edit_makes_fail_goes_back_to_what_played_before(hall: tuple[Live, Path], returned: str) -> None:
    one, file = hall
    good = one.picture().copy()
    file.write_text(FILE.replace("return Camera((0.0, 1.0, 0.0), (0.0, 1.0, 1.0))", f"return {returned}"))
    settle(one)
    settle(one)
    assert one.session.hud.error
    assert not one.session.trial.mistake
    assert np.abs(one.picture() - good).mean() < 1.0


@pytest.mark.slow
def test_a_failure_outside_the_authors_code_right_after_an_edit_is_the_edits(
    hall: tuple[Live, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, file = hall
    file.write_text(f"{FILE}\n")
    settle(one)

    def fail(*_: object) -> None:
        raise KeyError("bog")

    with monkeypatch.context() as patch:
        patch.setattr(one.session, "_draw", fail)
        one.session.frame(0)
    assert "KeyError: 'bog'" in str(one.session.trial.mistake)
    settle(one)
    assert one.session.trial.mistake is None


@pytest.mark.slow
def test_a_mistake_from_the_beginning_is_dark_until_it_is_mended(live: Make, tmp_path: Path) -> None:
    (tmp_path / "hall.py").write_text(FILE.replace("def draw(self, frame):", "def draw(self, frame):\n        1 / 0"))
    (tmp_path / "wall.glsl").write_text(WALL)
    one = live(dream=dream_source.load(scene=f"{tmp_path / 'hall.py'}:Hall"))
    one.session.jump(300)
    settle(one)
    assert "hall.py:12, in draw: ZeroDivisionError" in one.session.hud.error
    edit(one, tmp_path / "hall.py", "        1 / 0\n", "")
    assert one.session.hud.error == ""
    assert max(middle(one)) == middle(one)[1] > 50


@pytest.mark.slow
def test_a_layer_of_a_package_that_is_edited_is_seen(
    live: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module("dreamscape.layers.shafts")
    for name in ("shafts.py", "shafts.glsl"):
        shutil.copy(Path(str(module.__file__)).with_name(name), tmp_path / name)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "shafts.py"))
    monkeypatch.setattr(catalogue, "_given", {})
    catalogue.forget()
    assert inspect.getfile(catalogue.layer("shafts")) == str(tmp_path / "shafts.py")
    one = live("immersion")
    one.session.jump(300)
    one.session.send(Pluck(301, 0.0, 0.0))
    one.frames(3)
    one.actions.perform("pause")
    settle(one)
    before, state = one.picture(), one.session.renderer.world.digest()
    head = "class Shafts(Daylit):"
    edit(one, tmp_path / "shafts.py", head, f"{head}\n    def feed(self, *rest, **named): 1 / 0\n")
    assert "shafts.py:" in one.session.hud.error
    assert "in feed: ZeroDivisionError" in one.session.hud.error
    assert np.abs(one.picture() - before).mean() < 0.5
    edit(one, tmp_path / "shafts.py", "1 / 0", "super().feed(*rest, **named)")
    edit(one, tmp_path / "shafts.py", "brightness = Parameter(1.0,", "brightness = Parameter(4.0,")
    assert one.session.hud.error == ""
    assert one.session.renderer.world.digest() == state, "a layer has no effect on the world, which goes on as it was"
    assert np.abs(one.picture() - before).mean() > 0.5
