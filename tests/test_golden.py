"""Golden pictures: what every scene looked like when it was last looked at.

`make test ARGS=--regenerate-goldens` (or `pytest --regenerate-goldens tests/test_golden.py`) writes them anew: look at
each one before it is committed. A failure writes the picture and its difference, amplified, into `out/goldens/`.
"""

import os
from fractions import Fraction
from pathlib import Path

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape import catalogue, clock
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import TIERS
from dreamscape.render.context import is_software

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
import pygame

Picture = NDArray[np.uint8]

FOLDER = Path(__file__).parent / "goldens"
FAILED = Path(__file__).parents[1] / "out" / "goldens"
SIZE = 160, 90
SECONDS = 40  # of each act
MOMENTS = (4, 20, 38)  # s: as it opens, in its middle, as it closes
BLOCK = 10  # px, the side of the parts that are compared; SIZE is whole in it
NEAR = 4.0  # code values by which the mean of a part may differ: other compilers round sines and dithers otherwise
AMPLIFIED = 8


@pytest.mark.slow
@pytest.mark.parametrize("scene", catalogue.scene_names())
def test_a_scene_looks_as_it_did(ctx: moderngl.Context, scene: str, request: pytest.FixtureRequest) -> None:
    if not (is_software(ctx) and "llvmpipe" in ctx.info["GL_RENDERER"]):
        pytest.skip(f"goldens are of llvmpipe, this is {ctx.info['GL_RENDERER']}")
    wrong: list[str] = []
    for second, picture in draw(ctx, scene).items():
        path = FOLDER / f"{scene}-{second:02}.png"
        if request.config.getoption("--regenerate-goldens"):
            write(path, picture)
        elif not path.exists():
            wrong.append(f"{path.name}: there is none yet, make it with pytest --regenerate-goldens")
        elif difference := compare(read(path), picture):
            write(FAILED / path.name, picture)
            amplified = np.abs(picture.astype(int) - read(path)) * AMPLIFIED
            write(FAILED / f"{path.stem}-difference.png", amplified.clip(0, 255).astype(np.uint8))
            wrong.append(f"{path.name}: {difference}; see {FAILED}")
    assert wrong == []


def test_no_golden_is_left_of_a_scene_that_is_gone() -> None:
    expected = {f"{scene}-{second:02}" for scene in catalogue.scene_names() for second in MOMENTS}
    assert {path.stem for path in FOLDER.glob("*.png")} <= expected


def draw(ctx: moderngl.Context, scene: str) -> dict[int, Picture]:
    """The scene's pictures by second, each `(90, 160, 3)`."""
    act = Act(scene, float(SECONDS), connection=((0.0, 0.0), (float(SECONDS), 1.0)))
    renderer = Renderer(ctx, Dream(scene, DreamFile(scene, 7, (act,)), ""), SIZE, TIERS["high"])
    return {second: renderer.read(renderer.draw(clock.moment_at(Fraction(second)))) for second in MOMENTS}


def compare(golden: Picture, picture: Picture) -> str:
    """Where the two differ most, if they differ by more than rounding."""
    if golden.shape != picture.shape:
        return f"expected {golden.shape}, got {picture.shape}"
    gap = parts(picture.astype(float)) - parts(golden.astype(float))
    row, column, _ = place = np.unravel_index(np.abs(gap).argmax(), gap.shape)
    if abs(gap[place]) <= NEAR:
        return ""
    count = int((np.abs(gap).max(axis=2) > NEAR).sum())
    where = f"at ({column * BLOCK}, {row * BLOCK})"
    return (
        f"{count} of {gap[..., 0].size} parts differ, most by {gap[place]:+.1f} code values {where} from the top left"
    )


def parts(picture: NDArray[np.float64]) -> NDArray[np.float64]:
    """The means of square parts, `(rows, columns, 3)`."""
    height, width, _ = picture.shape
    return picture.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK, 3).mean(axis=(1, 3))


def write(path: Path, picture: Picture) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    height, width, _ = picture.shape
    pygame.image.save(pygame.image.frombuffer(picture.tobytes(), (width, height), "RGB"), path)


def read(path: Path) -> Picture:
    surface = pygame.image.load(path)
    width, height = surface.get_size()
    return np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8).reshape(height, width, 3)


def test_the_comparison_finds_what_a_person_would(tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    picture = random.integers(0, 256, (90, 160, 3), dtype=np.uint8)
    write(tmp_path / "it.png", picture)
    assert compare(read(tmp_path / "it.png"), picture) == ""
    noisy = (picture.clip(2, 253) + random.integers(-1, 2, picture.shape)).astype(np.uint8)
    assert compare(picture, noisy) == ""
    patched = picture.copy()
    patched[42:48, 101:107] = 255
    assert "1 of 144 parts differ" in compare(picture, patched)
    assert "at (100, 40) from the top left" in compare(picture, patched)
    assert compare(picture, picture[::-1])
    assert compare(picture, picture[:80])
