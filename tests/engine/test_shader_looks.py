"""Shaders over pictures of acts, and what they keep: what breaks here makes films that nobody can make again."""

from fractions import Fraction
from pathlib import Path

import moderngl
import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from dreamscape.authoring import editions
from dreamscape.clock import moment_at
from dreamscape.dream.layout import laid_out
from dreamscape.dream.placed_act import Placed
from dreamscape.engine import dream_source, shader_files
from dreamscape.engine.renderer import Renderer
from dreamscape.errors import DreamscapeError, InputError, PluginWarning
from dreamscape.quality import TIERS
from dreamscape.shaders import trial
from dreamscape.shaders.chain import Chain

SIZE = 64, 36
HEAD = 'title = "t"\nseed = 1\nopening = 0\n'
ACT = '[[act]]\nscene = "{}"\nseconds = 4\n'
WIPE = '[act.shift]\nthrough = "wipe.fs"\nseconds = 2\n'
INVERSE = '[[act.look]]\nfilter = "inverse.fs"\nparameters = {{ part = {} }}\n'
PICTURE = '{"NAME": "inputImage", "TYPE": "image"}'
FILES = {
    "red.fs": '/*{"INPUTS": [{"NAME": "level", "TYPE": "float", "DEFAULT": 0.8}]}*/\n'
    "void main() { gl_FragColor = vec4(level, isf_FragNormCoord, 1.0); }",
    "blue.fs": "/*{}*/ void main() { gl_FragColor = vec4(0.0, 0.0, 1.0, 1.0); }",
    "same.fs": '/*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/\n'
    "void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage); }",
    "inverse.fs": '/*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}, {"NAME": "part", "TYPE": "float"}]}*/\n'
    "void main() { vec4 c = IMG_THIS_PIXEL(inputImage); gl_FragColor = vec4(mix(c.rgb, 1.0 - c.rgb, part), 1.0); }",
    "wipe.fs": '/*{"INPUTS": [{"NAME": "startImage", "TYPE": "image"}, {"NAME": "endImage", "TYPE": "image"}, '
    '{"NAME": "progress", "TYPE": "float"}]}*/\nvoid main() { gl_FragColor = isf_FragNormCoord.x < progress ? '
    "IMG_THIS_PIXEL(endImage) : IMG_THIS_PIXEL(startImage); }",
    "grows.fs": '/*{"PASSES": [{"TARGET": "kept", "PERSISTENT": true, "FLOAT": true}, {}]}*/\nvoid main() { vec4 c = '
    "IMG_THIS_PIXEL(kept); gl_FragColor = PASSINDEX == 0 ? fract(c * 1.01 + vec4(isf_FragNormCoord, TIME, 1.0) * 0.1) "
    ": vec4(c.rgb, 1.0); }",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(trial, "check", lambda model: None)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def renderer(ctx: moderngl.Context, folder: Path, text: str, *settings: str) -> Renderer:
    (folder / "d.toml").write_text(HEAD + text)
    dream = dream_source.load(str(folder / "d.toml"), settings=settings)
    with ctx:
        return Renderer(ctx, dream, SIZE, TIERS["low"])


def picture(drawing: Renderer, seconds: float | Fraction) -> NDArray[np.int64]:
    with drawing.ctx:
        return drawing.read(drawing.draw(moment_at(Fraction(seconds)))).astype(np.int64)


def test_a_filter_lies_over_a_plain_scene_with_its_parameters_as_set(ctx: moderngl.Context, folder: Path) -> None:
    act = ACT.format("red.fs")
    plain = picture(renderer(ctx, folder, act), 1.0)
    assert plain[10, 10, 0] == 204
    look = '[[act.look]]\nfilter = "inverse.fs"\nparameters = { part = 1.0 }\n'
    assert_allclose(picture(renderer(ctx, folder, act + look), 1.0), 255 - plain, atol=1)
    assert_allclose(picture(renderer(ctx, folder, act + look + look), 1.0), plain, atol=1)
    assert_allclose(picture(renderer(ctx, folder, act + look, "inverse.part=0", "red.level=0.4"), 1.0)[0, 0, 0], 102)


def test_a_filter_sees_light_as_it_would_be_shown(ctx: moderngl.Context, folder: Path) -> None:
    act = ACT.format("paper")
    plain, look = (renderer(ctx, folder, act + rest) for rest in ("", '[[act.look]]\nfilter = "same.fs"\n'))
    assert np.abs(picture(look, 2.0) - picture(plain, 2.0)).mean() < 1.0


def test_a_transition_shows_both_acts_as_far_as_it_has_come(ctx: moderngl.Context, folder: Path) -> None:
    drawing = renderer(ctx, folder, ACT.format("red.fs") + WIPE + ACT.format("blue.fs"))
    seen = picture(drawing, 4.5)  # a quarter of the way
    assert (seen[:, :16] == (0, 0, 255)).all()
    assert (seen[:, 16:, 0] == 204).all()


@pytest.mark.slow
def test_a_transition_between_acts_of_light_shows_both(ctx: moderngl.Context, folder: Path) -> None:
    light, dark = ACT.format("paper"), ACT.format("key")
    seen = picture(renderer(ctx, folder, light + WIPE + dark), 4.5)  # a quarter of the way
    before, after = picture(renderer(ctx, folder, light), 3.9), picture(renderer(ctx, folder, dark), 0.5)
    assert np.abs(before - after).mean() > 100
    assert np.abs(seen[:, :14] - after[:, :14]).mean() < 25
    assert np.abs(seen[:, 18:] - before[:, 18:]).mean() < 25


def test_a_transition_between_filtered_acts_shows_both(ctx: moderngl.Context, folder: Path) -> None:
    look = INVERSE.format(1.0)
    seen = picture(renderer(ctx, folder, ACT.format("red.fs") + look + WIPE + ACT.format("blue.fs") + look), 4.5)
    assert (seen[:, :16] == (255, 255, 0)).all()
    assert (seen[:, 16:, 0] == 51).all()


def test_an_act_that_takes_the_place_of_another_brings_its_own_filter(ctx: moderngl.Context, folder: Path) -> None:
    drawing = renderer(ctx, folder, "".join(ACT.format("blue.fs") + INVERSE.format(part) for part in (0.0, 0.0, 1.0)))
    picture(drawing, 1.0)
    with ctx:
        while not drawing.prepare_jump(5 * 60):  # as the next act is built before it plays
            pass
    dream = dream_source.load(str(folder / "d.toml"))
    drawing.turn(laid_out(dream, (Placed(0, 2.0, 0.5), Placed(2, 4.0, 0.5), Placed(1, 4.0, 0.5))))
    assert (picture(drawing, 4.0) == (255, 255, 0)).all()


def test_a_jump_that_is_prepared_leaves_the_playing_filter_as_it_is(
    ctx: moderngl.Context, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = ACT.format("blue.fs").replace("4", "60") + INVERSE.format(1.0)
    drawing, built = renderer(ctx, folder, act * 4), list[str]()
    picture(drawing, 1.0)
    init = Chain.__init__
    monkeypatch.setattr(Chain, "__init__", lambda self, *args: built.append(args[1].path.name) or init(self, *args))
    with ctx:
        while not drawing.prepare_jump(190 * 60):
            pass
    picture(drawing, 1.1)
    assert built.count("inverse.fs") == 1, "that of the act that is jumped to"


def test_a_window_with_a_shader_alone_warms_up(ctx: moderngl.Context, folder: Path) -> None:
    with ctx:
        drawing = Renderer(ctx, dream_source.load(str(folder / "red.fs")), SIZE, TIERS["low"])
        assert len(list(drawing.warm_up(touched=True))) > 1
    assert picture(drawing, 1.0)[0, 0, 0] == 204


def test_what_is_kept_is_the_same_after_a_jump_and_at_any_rate(ctx: moderngl.Context, folder: Path) -> None:
    act = ACT.format("grows.fs")
    onward, there = renderer(ctx, folder, act), renderer(ctx, folder, act)
    for tick in range(0, 61, 4):
        steady = picture(onward, Fraction(tick, 60))
    assert (steady == picture(there, 1.0)).all()
    assert steady.std() > 10
    there.world.rewind()
    assert (picture(there, 0.25) == picture(renderer(ctx, folder, act), 0.25)).all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ACT.format("same.fs"), r"act\[0\].scene: same.fs is a filter, expected a generator; name it in \[\[act.look"),
        (ACT.format("wipe.fs"), r"act\[0\].scene: wipe.fs is a transition, expected a generator; name it as through"),
        (ACT.format("red.fs") + '[[act.look]]\nfilter = "blue.fs"', r"look\[0\].filter: blue.fs is a generator"),
        (
            ACT.format("red.fs") + '[[act.look]]\nfilter = "blue"',
            r"look\[0\].filter: expected a shader like my.fs, got",
        ),
        (
            ACT.format("red.fs") + '[[act.look]]\nfilter = "same.fs"\nparameters = {a = 1}',
            r"look\[0\].parameters.a: unknown parameter",
        ),
        (ACT.format("red.fs") + "[act.parameters]\nlevel = 2", r"parameters.level: expected a number from 0 to 1"),
        (
            ACT.format("red.fs") + '[act.shift]\nthrough = "none.fs"',
            r"shift.through: there is no file none.fs",
        ),
        (ACT.format("red.fs") + '[act.shift]\nthrough = "red.fs"', r"red.fs is a generator, expected a transition"),
    ],
)
def test_a_shader_in_a_wrong_place_is_one_sentence(folder: Path, text: str, said: str) -> None:
    (folder / "d.toml").write_text(HEAD + text)
    with pytest.raises(InputError, match=said):
        dream_source.load(str(folder / "d.toml"))


def test_what_another_process_cannot_draw_is_refused(folder: Path) -> None:
    act = ACT.format("red.fs")
    (folder / "trail.fs").write_text(FILES["grows.fs"].replace('"PASSES"', '"INPUTS": [' + PICTURE + '], "PASSES"'))
    for look, jobs, cluster, said in (
        ('[[act.look]]\nfilter = "trail.fs"\n', 2, None, "--jobs 2: trail.fs keeps pictures of the frames before"),
        ("", None, "tcp://a:1", "--cluster: red.fs lies on this machine alone"),
    ):
        (folder / "d.toml").write_text(HEAD + act + look)
        dream = dream_source.load(str(folder / "d.toml"))
        shader_files.check_shared(dream, 1, None)
        with pytest.raises(InputError, match=said):
            shader_files.check_shared(dream, jobs, cluster)


def test_among_layers_of_light_a_shader_gives_light(ctx: moderngl.Context, folder: Path) -> None:
    (folder / "half.fs").write_text("/*{}*/ void main() { gl_FragColor = vec4(0.5, 1.0, 0.0, 0.5); }")
    scene = 'from dreamscape import Scene\nclass Two(Scene):\n    layers = ("sky", "half")\n    look = "{}"\n'
    for look, shown in (("dream", 0.107), ("plain", 0.25)):  # 0.5 is 0.214 of the light; half of that, premultiplied
        (folder / "two.py").write_text(scene.format(look))
        dream = dream_source.load(None, f"{folder / 'two.py'}:Two")
        with ctx:
            drawing = Renderer(ctx, dream, SIZE, TIERS["low"], only=("half",))
            light = drawing.draw_light(moment_at(Fraction(1)))
            seen = np.frombuffer(light.framebuffer.read(components=4, dtype="f4"), np.float32).reshape(-1, 4)
        assert_allclose(seen[100], [shown, 0.5, 0.0, 0.5], atol=0.01)
    (folder / "half.fs").write_text(FILES["same.fs"])
    with pytest.raises(InputError, match=r"half.fs: a filter, expected a generator among layers"):
        dream_source.load(None, f"{folder / 'two.py'}:Two")


def test_a_shader_that_one_dream_names_in_a_folder_plays_alone_too(folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "inner" / "mine.fs").write_text(FILES["blue.fs"])
    (folder / "d.toml").write_text(HEAD + ACT.format("inner/mine.fs"))
    dream_source.load(str(folder / "d.toml"))
    assert dream_source.load(str(folder / "inner" / "mine.fs")).file.title == "mine"


def test_a_shader_that_reads_the_keyboard_is_told_of(folder: Path) -> None:
    (folder / "keys.frag").write_text(
        '#iChannel0 "keyboard"\nvoid mainImage(out vec4 c, in vec2 p) { c = texelFetch(iChannel0, ivec2(32, 0), 0); }'
    )
    with pytest.warns(PluginWarning, match=r"^keys.frag: reads the keyboard: it has the keys that do nothing in"):
        dream_source.load(str(folder / "keys.frag"))


def test_another_process_draws_the_same_shader_or_none(folder: Path) -> None:
    dream = dream_source.load(str(folder / "red.fs"))
    editions.current()[editions.SCENES].clear()  # as in another one
    dream_source.provide(dream)
    assert "red.fs" in editions.current()[editions.SCENES]
    (folder / "red.fs").write_text(FILES["blue.fs"])
    with pytest.raises(DreamscapeError, match=r"^red.fs: was changed meanwhile; begin again"):
        dream_source.provide(dream)
