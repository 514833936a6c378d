"""Live reload: what breaks here makes authors of layers and dreams restart for each change."""

import importlib
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from living import Live, sessions

from dreamscape.authoring import editions
from dreamscape.dream import dream_file
from dreamscape.engine import dream_source
from dreamscape.live.playback.reload import EVERY
from dreamscape.shaders import trial

Make = Callable[..., Live]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    yield from sessions(monkeypatch, tmp_path)


def wait() -> None:
    """Wait until files are looked at again."""
    threading.Event().wait(EVERY * 1.2e-9)


@pytest.mark.slow
def test_a_shader_that_is_edited_is_seen_and_a_broken_one_named(
    live: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module("dreamscape.layers.shafts")
    file = tmp_path / "shafts.glsl"
    shutil.copy(Path(str(module.__file__)).with_suffix(".glsl"), file)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "shafts.py"))
    one = live("immersion")
    one.session.jump(300)
    one.actions.perform("pause")
    one.frames(1)
    wait()
    one.frames(1)
    before, state = one.picture(), one.session.renderer.world.digest()
    good = file.read_text()
    before_main, main, rest = good.rpartition("void main() {\n")  # of the fragments
    line = before_main.count("\n") + 2
    file.write_text(before_main + main + "    nonsense;\n" + rest)
    wait()
    one.frames(1)
    assert f"shafts.glsl:{line}" in one.session.hud.error
    assert "nonsense" in one.session.hud.error
    assert np.abs(one.picture() - before).mean() < 0.5, "the last good one is drawn"
    file.write_text(before_main + main + "    colour = vec4(0.2, 0.9, 0.1, 1.0);\n    return;\n" + rest)
    wait()
    one.frames(1)
    assert one.session.hud.error == ""
    assert np.abs(one.picture() - before).mean() > 5.0
    assert one.session.renderer.world.digest() == state


@pytest.mark.slow
def test_a_shader_from_elsewhere_that_is_edited_is_seen_and_a_broken_one_named(
    live: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, file = "/*{}*/ void main() { gl_FragColor = vec4(%s, 1.0); }", tmp_path / "mine.fs"
    file.write_text(text % "0.2, 0.4, 0.6")

    def run(path: Path) -> dict[str, object]:
        return {"error": "mine.fs:1: nonsense"} if "nonsense" in path.read_text() else {"seconds": 0.0}

    monkeypatch.setattr(editions, "_published", {group: {} for group in editions.copy()})  # nothing is known afterwards
    monkeypatch.setattr(trial, "run", run)
    one = live(dream=dream_source.load(str(file)))
    one.frames(2)
    assert one.picture()[5, 5].tolist() == [51, 102, 153]
    for colour, shown, error in (
        ("nonsense", [51, 102, 153], "mine.fs:1: nonsense"),
        ("0.8, 0.0, 0.2", [204, 0, 51], ""),
    ):
        wait()
        file.write_text(text % colour)
        wait()
        one.frames(2)
        assert one.session.hud.error == error
        assert one.picture()[5, 5].tolist() == shown


DREAM = """
title = "Mine"
seed = 7
[[act]]
scene = "silence"
seconds = 20.0
palette = { %s }
"""


@pytest.mark.slow
def test_a_dream_that_is_edited_goes_on_where_it_is(live: Make, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(DREAM % "")
    one = live(dream=dream_file.load(str(file)))
    one.frames(20)
    one.actions.perform("pause")
    one.frames(1)
    before, tick = one.seen().copy(), one.session.renderer.world.tick
    state = one.session.renderer.world.digest()
    file.write_text(DREAM % 'light = "#00ff00", dominant = "#ff0000"')
    wait()
    one.frames(1)
    assert (one.session.renderer.world.tick, one.session.renderer.world.digest()) == (tick, state)
    assert (one.seen() != before).any()
    file.write_text(DREAM % 'light = "green"')
    wait()
    one.frames(1)
    assert "act[0].palette.light" in one.session.hud.error
    file.write_text((DREAM % "").replace("20.0", "5.0").replace("silence", "key"))
    wait()
    one.frames(1)
    assert one.session.hud.error == ""
    assert one.session.renderer.timeline.acts[0].scene == "key"
