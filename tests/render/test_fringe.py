"""The fringe that stays on the GPU: it is where a mesh turns away, and looks out of it."""

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.clock import Moment
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.engine.renderer import Renderer
from dreamscape.layers import bust
from dreamscape.quality import TIERS
from dreamscape.render.fringe import Fringe, off_the_sheet
from dreamscape.render.outlines import edges
from dreamscape.render.shader import Shader

FIGURE = bust.wet("near_light")
EYE = np.array((1.9, 0.5, 2.1), np.float32)
DREAM = Dream("water", DreamFile("water", 7, (Act("key", 24.0),)), "")


@pytest.fixture
def fringe(ctx: moderngl.Context) -> Fringe:
    shader = Shader(ctx, bust.Bust.shader_file(), {"QUALITY": 2})
    vertices = np.column_stack([FIGURE.position, FIGURE.normal, FIGURE.kind, FIGURE.shade])
    return Fringe(ctx, [(shader, bust.BODY)], vertices, FIGURE.triangles, np.zeros(len(FIGURE.triangles), np.int64))


def towards(position: NDArray[np.float64], eye: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which triangles of the figure look at the eye."""
    a, b, c = (position[FIGURE.triangles[:, corner]] for corner in range(3))
    return np.asarray(np.einsum("ij,ij->i", np.cross(c - a, b - a), eye - a) > 0.0)


def test_it_is_where_the_mesh_turns_away(fringe: Fringe) -> None:
    """An edge that is missed is a stair in the outline."""
    seen = towards(FIGURE.position.astype(float), EYE)
    _, sides = edges(FIGURE.triangles)
    turns = np.append(seen, False)[sides]
    turning = int((turns[:, 0] != turns[:, 1]).sum())
    found = fringe.seen(EYE)
    assert 0.6 * turning < len(found) <= turning + 3, "all but hollows"
    assert np.array_equal(found, fringe.seen(np.tile(EYE, (len(FIGURE.triangles), 1))))


def test_where_a_sheet_ends_it_looks_off_it() -> None:
    position = np.array(((0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 0)), float)
    off = off_the_sheet(position, np.array(((0, 1), (2, 3), (0, 2), (1, 3))), np.array((2, 1, 1, 2)))
    assert off == pytest.approx(np.array(((-1, -1, 0), (1, -1, 0), (-1, 1, 0), (1, 1, 0))) / np.sqrt(2.0), abs=1e-6)


def test_the_eye_is_moved_as_the_figure_is() -> None:
    """Its outline would be that of a figure that looks elsewhere."""
    left, ahead, turn, breath = 0.008, -0.004, 0.12, 1.0
    p = FIGURE.position.astype(float)
    p[:, 1] += 0.006 * breath * bust.smoothstep(p[:, 1], 0.1, 0.5)
    turned, leans = turn * bust.smoothstep(p[:, 1], 0.40, 0.54), 1.4 * np.maximum(p[:, 1], 0.0)
    x, z = p[:, 0] - 0.02, p[:, 2].copy()
    p[:, 0] += -turned * z - 0.5 * turned**2 * x
    p[:, 2] += turned * x - 0.5 * turned**2 * z
    leans *= 1.0 - bust.smoothstep(p[:, 0], 0.1, 0.4)
    p += np.outer(leans, (ahead, 0.0, left))
    eyes = bust.Still(FIGURE).eyes(EYE, (left, ahead, turn, breath))
    a, b, c = (FIGURE.position[FIGURE.triangles[:, corner]].astype(float) for corner in range(3))
    found = np.einsum("ij,ij->i", np.cross(c - a, b - a), eyes - a) > 0.0
    still = np.einsum("ij,ij->i", np.cross(c - a, b - a), EYE - a) > 0.0
    wanted = towards(p, EYE)
    assert (found != wanted).mean() < 0.35 * (still != wanted).mean()


@pytest.mark.slow
def test_the_figure_with_a_fringe_looks_as_supersampled(ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large pictures would have another dreamer than small ones, and a resumed film another than one drawn on."""

    def drawn(*seconds: int) -> NDArray[np.float32]:
        renderer = Renderer(ctx, DREAM, (640, 360), TIERS["high"], captions=False)
        for second in seconds:
            picture = renderer.read(renderer.draw(Moment(60 * second, 0.0)))
        return np.asarray(picture, np.float32)[..., :3]

    supersampled = drawn(14)
    monkeypatch.setattr(bust, "LARGE", 300)
    fringed = drawn(14)
    difference = np.abs(fringed - supersampled).max(axis=2)
    assert difference.max() > 2.0, "nothing changed: the fringe was not drawn"
    assert (difference > 24.0).mean() < 0.004
    assert np.array_equal(fringed, drawn(9, 14))


def test_by_day_the_figure_is_supersampled(ctx: moderngl.Context) -> None:
    """Bright edges of cloth and hair would sparkle."""
    for sun, fringed in ((0.0, True), (0.3, False)):
        act = Act("key", 24.0, parameters={"sun": sun})
        renderer = Renderer(ctx, Dream("day", DreamFile("day", 7, (act,)), ""), (64, 36), TIERS["high"], only=("bust",))
        layer = next(item.layer for item in renderer.scene(0)[1] if item.name == "bust")
        assert isinstance(layer, bust.Bust)
        assert (layer._outlines is not None) == fringed
