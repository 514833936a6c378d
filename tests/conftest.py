"""What the tests share: one offscreen context, the shipped dream, and the switch that remakes the goldens."""

import gc
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import cycle
from pathlib import Path
from typing import Any

import hypothesis
import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape import catalogue
from dreamscape.authoring import editions
from dreamscape.clock import moment_at
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Act, Dream, DreamFile, Shift
from dreamscape.dream.inputs import Pluck
from dreamscape.dream.line import Line
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.compositor import Compositor
from dreamscape.engine.placed_layers import PlacedLayer
from dreamscape.engine.renderer import Renderer
from dreamscape.flash.limiter import Limiter
from dreamscape.live.menu.brush import Brush
from dreamscape.live.menu.layout import Box
from dreamscape.quality import TIERS
from dreamscape.render import context
from dreamscape.render.layer import Frame
from dreamscape.render.light_packer import Light, Written
from dreamscape.render.motion_blur import MotionBlur
from dreamscape.render.overlay import Overlay, TextSheet
from dreamscape.render.planes import LAYOUTS, Planes
from dreamscape.render.post import Coding, Post
from dreamscape.render.presenter import Presenter
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.render.transition import KINDS, Transitions
from dreamscape.resources import folder
from dreamscape.rng import Streams
from dreamscape.world.world import World

# Mesa's compiled shaders are shared with programs that a test gives a home of its own: each would compile for seconds.
os.environ.setdefault("MESA_SHADER_CACHE_DIR", os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache"))
hypothesis.settings.register_profile("here", deadline=None, max_examples=40)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=40, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")
FIRST = "test_meter.py", "test_world.py"
gc.disable()  # until all tests are collected: nothing of them is garbage, and to look for some is a quarter of the time


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-goldens", action="store_true", help="write tests/goldens/ anew instead of comparing")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks at all that is drawn waits half a minute for it.

    The longest file comes first and one of many short tests last, so that no process ends long before the other.
    """
    items.sort(key=lambda item: item.path.name not in FIRST)
    for item in items:
        if "drawn" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported and collected stays: no garbage is looked for in it."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def ctx() -> Iterator[moderngl.Context]:
    with context.offscreen() as made:
        yield made


@pytest.fixture(autouse=True)
def nothing_published(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scenes and layers of files that a test runs are not known to the tests after it."""
    monkeypatch.setattr(editions, "_published", {group: {} for group in editions.copy()})


@pytest.fixture(autouse=True)
def current(request: pytest.FixtureRequest) -> Iterator[None]:
    """Makes the shared context current again for each test that uses it; exports and frames() make their own.

    Nothing is enabled in it: what draws sets what it needs, and a layer that adds light leaves blending on.
    """
    if "ctx" not in request.fixturenames:
        yield
        return
    with request.getfixturevalue("ctx") as shared:
        shared.enable_only(moderngl.NOTHING)
        yield


@pytest.fixture(scope="session")
def dream() -> Dream:
    found = dream_file.load("sapphire")
    dream_file.check(found, catalogue.scenes())
    return found


@pytest.fixture
def world(dream: Dream) -> World:
    return world_of(dream.file)


def world_of(dream: DreamFile, number: int = 7) -> World:
    """The world of a dream, as the stage makes it, without drawing."""
    streams = Streams(number)
    scenes = [catalogue.scene(act.scene)(streams, act.parameters) for act in dream.act]
    return World(Timeline(dream), streams, scenes)


class Traffic(dict[str, moderngl.Texture]):
    """The textures of a frame, which note who uses them: by layer and whether it prepares or draws.

    Attributes:
        at: the layer at work, and whether it prepares.
        written: by layer, the textures that it published as it prepared.
        read: the layer, the texture, and whether that was as it prepared.
    """

    def __init__(self, textures: Mapping[str, moderngl.Texture], written: set[Any], read: set[Any]) -> None:
        super().__init__(textures)
        self.at, self.written, self.read = ("", True), written, read

    def __getitem__(self, name: str) -> moderngl.Texture:
        self.read.add((self.at[0], name, self.at[1]))
        return super().__getitem__(name)

    def __setitem__(self, name: str, texture: moderngl.Texture) -> None:
        self.written.add((self.at[0], name, self.at[1]))
        super().__setitem__(name, texture)

    def update(self, **textures: moderngl.Texture) -> None:  # type: ignore[override]
        for name, texture in textures.items():
            self[name] = texture


def watch(patch: pytest.MonkeyPatch, written: set[Any], read: set[Any]) -> None:
    """Have the textures noted that layers exchange: who, which, and whether as it prepared."""
    frame, prepare, paint = Compositor._frame, Compositor._prepare_state, Compositor._draw

    def framed(compositor: Compositor, *rest: Any) -> Frame:
        whole = frame(compositor, *rest)
        return replace(whole, textures=Traffic(whole.textures, written, read))

    def preparing(compositor: Compositor, item: PlacedLayer, frame: Frame, *rest: Any) -> None:
        frame.textures.at = item.name, True  # type: ignore[attr-defined]
        prepare(compositor, item, frame, *rest)

    def drawing(compositor: Compositor, item: PlacedLayer, frame: Frame, *rest: Any) -> None:
        frame.textures.at = item.name, False  # type: ignore[attr-defined]
        paint(compositor, item, frame, *rest)

    patch.setattr(Compositor, "_frame", framed)
    patch.setattr(Compositor, "_prepare_state", preparing)
    patch.setattr(Compositor, "_draw", drawing)


@dataclass
class Drawn:
    """Every scene at every tier, drawn once while its programs were recorded.

    Attributes:
        renderers: by tier.
        programs: the texts of vertex and fragment stage of each different program, with the file they come from.
        files: every .glsl file that was read.
        unset: uniforms that a program reads and that nobody had set when it was drawn, as `file: name`.
        published, read: textures that layers exchanged, as (layer, texture, whether as it prepared).
        lit: for each tier and scene, the light of its picture, `(h, w, 3) float32`.
    """

    renderers: dict[str, Renderer]
    programs: dict[tuple[str, str], str]
    files: set[Path]
    unset: set[str]
    published: set[tuple[str, str, bool]]
    read: set[tuple[str, str, bool]]
    lit: dict[tuple[str, str], NDArray[np.float32]]


@pytest.fixture(scope="session")
def drawn(ctx: moderngl.Context) -> Drawn:
    """All that the package draws, drawn small; recorded by listening at `Shader`."""
    found = Drawn({}, {}, set(), set(), set(), set(), {})
    given: dict[moderngl.Program, tuple[str, set[str]]] = {}
    init, put, render = Shader.__init__, Shader.set, moderngl.VertexArray.render

    def record(shader: Shader, ctx: moderngl.Context, path: Path, *rest: Any, **named: Any) -> None:
        texts: dict[str, str] = {}

        def program(**renderers: str) -> moderngl.Program:
            texts.update(renderers)
            return moderngl.Context.program(ctx, **renderers)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ctx, "program", program)
            init(shader, ctx, path, *rest, **named)
        found.programs[texts["vertex_shader"], texts["fragment_shader"]] = path.name
        found.files.update(shader.source.files)
        given[shader.program] = path.name, set(shader.samplers)

    def note(shader: Shader, **values: Any) -> None:
        given[shader.program][1].update(values)
        put(shader, **values)

    def look(array: moderngl.VertexArray, *rest: Any, **named: Any) -> None:
        program = array.program
        read = {name for name in program if isinstance(program[name], moderngl.Uniform)}
        file, put_so_far = given[program]
        found.unset.update(f"{file}: {name}" for name in read - put_so_far)
        render(array, *rest, **named)

    names = catalogue.scene_names()
    acts = (
        Act(scene, 2.0, shift=Shift(kind, 0.5), voice=(Line(at=1.0, text="Why?"),))
        for scene, kind in zip(names, cycle(KINDS), strict=False)
    )
    everything = Dream("everything", DreamFile("t", 7, tuple(acts)), "")
    with ctx, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Shader, "__init__", record)
        patch.setattr(Shader, "set", note)
        patch.setattr(moderngl.VertexArray, "render", look)
        patch.setattr(catalogue.layer("focus"), "_radius", lambda *_: 0.05)  # else it draws half a minute into its act
        patch.setattr(catalogue.layer("door"), "draws", lambda *_: True)  # else half an act before it comes
        watch(patch, found.published, found.read)
        for tier in TIERS.values():
            renderer = found.renderers[tier.name] = Renderer(ctx, everything, (96, 54), tier, limiter=Limiter())
            for act, name in enumerate(names):
                renderer.draw(moment_at(Fraction(2 * act) + Fraction(1, 4)))  # in the shift
                renderer.draw(moment_at(Fraction(2 * act) + Fraction(3, 2)))  # while a line is spoken
                light = np.frombuffer(renderer.picture.framebuffer.read(components=3, dtype="f4"), np.float32)
                found.lit[tier.name, name] = light.reshape(*renderer.picture.size[::-1], 3)
                if tier.name in ("low", "high"):  # as a hand would have it; other tiers say nothing else there
                    renderer.world.push(Pluck(renderer.world.tick + 1, 0.2, 0.1))
                    renderer.draw(moment_at(Fraction(2 * act) + Fraction(8, 5)))
                    renderer.world.felt.waves[:] = 0.0
        Transitions(ctx, KINDS)
        for layout in LAYOUTS.values():
            film = Renderer(ctx, everything, (160, 90), TIERS["low"], coding=Coding(layout.bits, ycbcr=True))
            planes = Planes(ctx, film.size, layout)
            planes.begin(film.draw(moment_at(Fraction(3, 2))))
            if planes.takes_light:
                written = Written(film.grading.post.graded.texture, (8, 8, 24, 16), film.grading.post.coding.steps)
                glow = film.grading.post.glow
                planes.begin_light(Light(film.picture.texture, glow, 0.1, (1.0, 0.0), written=written))
            planes.release()
        for width, height in ((80, 45), (320, 180)):  # drawn smaller, and at twice the size
            light = Target(ctx, (width, height))
            Post(ctx, light.size, (160, 90), TIERS["low"], Coding()).run(light.texture, 0.1, top_first=True)
        sharp = Post(ctx, (80, 45), (160, 90), TIERS["low"], Coding(sharp=True))
        sharp.run(Target(ctx, (80, 45)).texture, 0.1, top_first=True)
        MotionBlur(ctx, sharp, (80, 45)).add(Target(ctx, (80, 45)), 1.0)
        screen = film.picture.framebuffer
        Presenter(ctx).show(film.grading.post.graded, screen, film.size, 1.0)
        Overlay(ctx).lay(TextSheet(ctx, [("?",)], 12), screen, (0, 0))
        guest = Shader(ctx, folder("glsl") / "post" / "guest.glsl")  # of the saver's lantern, which wants a window
        guest.set(whole=film.size, corner=(0.0, 0.0), grain=1.0, light=1.0)
        guest.bind({"image": film.grading.post.graded.texture})
        screen.use()
        guest.draw_fullscreen()
        _menu(ctx, screen, film.grading.post.graded.texture)
    return found


def _menu(ctx: moderngl.Context, screen: moderngl.Framebuffer, picture: moderngl.Texture) -> None:
    """All that the menu of a window is drawn with."""
    brush = Brush(ctx)
    brush.begin(screen, (160, 90), 1.0)
    brush.veil(0.5)
    brush.write("Dreams", Box(4, 4, 60, 12), 10)
    brush.light_bar(Box(4, 20, 2, 10), 4.0)
    brush.picture(picture, Box(4, 40, 32, 18), 10, 1.0, 1.0, 1.0)
    brush.end()
    brush.release()
