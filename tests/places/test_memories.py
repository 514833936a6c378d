"""The people in the memories, as baked: what breaks here draws figures with holes, boxes or no light on them."""

from pathlib import Path

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.layers.droplets import FINE_ENOUGH
from dreamscape.layers.memories import CORNERS
from dreamscape.places.water import people
from dreamscape.places.water.memory_parts import PEOPLED, SIDE, in_texture
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.resources import asset, folder


@pytest.fixture(scope="module")
def pictures() -> NDArray[np.float64]:
    with np.load(asset("memories.npz"), allow_pickle=False) as baked:
        assert baked["pictures"].dtype == np.uint8
        return np.asarray(baked["pictures"], np.float64)


def test_each_picture_holds_figures_that_its_border_does_not_cut(pictures: NDArray[np.float64]) -> None:
    assert pictures.shape == (14, 320, 240, 4)
    within = pictures[..., 0] > 128.0
    assert (within.mean(axis=(1, 2)) > 0.08).all()
    assert not within[:, (0, -1)].any()
    assert not within[:, :, (0, -1)].any()


def test_distances_are_those_of_a_plane(pictures: NDArray[np.float64]) -> None:
    """No faster than 4 steps a pixel: outlines are as soft as they are meant to be at every size."""
    for axis in (1, 2):
        assert np.quantile(np.abs(np.diff(pictures[..., 0], axis=axis)), 0.999) < 4.8


def test_normals_are_no_longer_than_one_and_turn_away_at_the_outline(pictures: NDArray[np.float64]) -> None:
    slope = np.hypot(pictures[..., 1] - 128.0, pictures[..., 2] - 128.0) / 127.0
    assert slope.max() < 1.05
    edge, middle = np.abs(pictures[..., 0] - 134.0) < 5.0, pictures[..., 0] > 175.0
    assert slope[edge].mean() > 1.4 * slope[middle].mean()


def test_people_are_dressed_and_have_faces_hands_and_hair(pictures: NDArray[np.float64]) -> None:
    for one in pictures:
        made, light = np.divmod(one[one[..., 0] > 136.0][:, 3], 51.0)
        assert 0.02 < (made == 4.0).mean() < 0.45, "skin"
        assert (made == 0.0).mean() > 0.015, "hair and shoes"
        assert light.max() == 50.0
        assert light.min() < 25.0, "hollows"


def test_colours_are_those_of_each_stuff(pictures: NDArray[np.float64]) -> None:
    """A child's coat in the snow is red, as the shader reads it."""
    child = people.dressed()[:, 4 * 240 : 5 * 240, :3] / 255.0
    made, light = np.divmod(pictures[4, ..., 3], 51.0)
    coat = (child**2 * people.BRIGHTEST)[made == 2.0]
    bright = light[made == 2.0][:, None] * (5.0 / 255.0) * 1.02
    assert np.abs(coat - np.array([0.240, 0.034, 0.040]) * bright).max() < 0.003


@pytest.mark.slow
def test_people_and_their_shadows_stay_within_their_rectangle(ctx: moderngl.Context) -> None:
    """Around it a program paints that knows no people; in the farewell one of them walks away."""
    number, side, seen = 2, 66, []
    target = Target(ctx, (side, side), dtype="f4")
    textures = {name: _texture(ctx, getattr(people, name)()) for name in ("pictures", "dressed")}
    textures["people"] = textures["backdrop"] = textures["pictures"]
    for variant in ({}, {"PEOPLED": 1}):
        defines = {"QUALITY": 1, "MEMORY": number, "BACKDROP": 0, **variant}
        shader = Shader(ctx, folder("layers") / "memories.glsl", defines)
        shader.set(side=float(side), look=(1.0, 1.0, 1.0, 1.0))
        disc = shader.array([])
        for seconds in (0.5, 2.8, 4.0, 7.0):
            target.begin(clear=(0.0, 0.0, 0.0, 0.0))
            shader.set(seconds=seconds)
            shader.bind(textures)
            disc.render(moderngl.TRIANGLE_STRIP, vertices=CORNERS)
            seen.append(np.frombuffer(target.framebuffer.read(components=4, dtype="f4"), np.float32))
    empty, peopled = np.array(seen).reshape(2, 4, side, side, 4)
    there = np.argwhere((empty != peopled).any(axis=(0, 3)))
    left, bottom, right, top = (round(side * (0.5 + 0.5 * place)) for place in in_texture(PEOPLED[number]))
    assert len(there) > 200
    assert (there >= (bottom, left)).all()
    assert (there < (top, right)).all()


def test_what_a_texture_shows_is_where_droplets_look_for_it(ctx: moderngl.Context, tmp_path: Path) -> None:
    """Else memories are bent in droplets, or people are cut where the rectangle ends in which they are painted."""
    (tmp_path / "plan.glsl").write_text("""
#include "memory_plan.glsl"
noperspective in vec2 across;
out vec4 colour;
void main() {
    vec2 spot = across * 1.4 - 0.7;
    colour = vec4(in_texture(in_memory(spot)) - spot, in_memory(spot));
}
""")
    target = Target(ctx, (64, 64), dtype="f4")
    target.begin()
    Shader(ctx, tmp_path / "plan.glsl").draw_fullscreen()
    read = np.frombuffer(target.framebuffer.read(components=4, dtype="f4"), np.float32).reshape(64, 64, 4)
    assert np.abs(read[..., :2]).max() < 0.002
    right, top = read[-1, -1, 2:].tolist()
    edge = 63.5 / 64.0 * 1.4 - 0.7
    assert in_texture((-right, 0.0, right, top))[2] >= edge, "the axis reaches farther than the corner"
    assert in_texture((0.0, 0.0, float(read[32, -1, 2]), 1.0))[2] == pytest.approx(edge, abs=0.001), "as in the shader"


def test_memories_that_are_read_without_mipmaps_are_seen_large_enough() -> None:
    """Else an open droplet's memory is coarser or flickers from one moment to the next."""
    assert 0.95 < FINE_ENOUGH / (SIDE / 0.80) < 1.0, "the level that droplets.glsl computes is 0 from there on"


def _texture(ctx: moderngl.Context, pictures: NDArray[np.uint8]) -> moderngl.Texture:
    return ctx.texture((pictures.shape[1], pictures.shape[0]), 4, pictures.tobytes())
