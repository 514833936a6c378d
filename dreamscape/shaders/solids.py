"""Images that are read by a direction or a place in space: cube maps of six pictures, a sky of our own, and noise."""

from collections.abc import Sequence
from pathlib import Path

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.easing import smoothstep
from dreamscape.errors import InputError
from dreamscape.rng import Streams
from dreamscape.shaders import files, picture_files
from dreamscape.text import short

# How the six files of a cube are told apart, in OpenGL's order: right, left, up, down, near, far.
_SIDES = (
    ("posx", "negx", "posy", "negy", "posz", "negz"),
    ("px", "nx", "py", "ny", "pz", "nz"),
    ("right", "left", "top", "bottom", "front", "back"),
    ("0", "1", "2", "3", "4", "5"),
)
FACES = 6
MOST_SIDE = 2048  # px of a face: 96 MiB the six
_SKY = 128  # px of a face of our own sky
_NOISE = 32  # texels of the noise, each way
_SEAMLESS = 0x884F  # GL_TEXTURE_CUBE_MAP_SEAMLESS


def faces(folder: Path, name: str, where: str) -> list[Path]:
    """The six files of a cube in the shader's folder, in OpenGL's order: `{}` in the name stands for the side.

    Raises:
        InputError: one of them is not there.
    """
    for sides in _SIDES:
        if any((folder / name.replace("{}", side)).is_file() for side in sides[:2]):
            return [files.beside(folder, name.replace("{}", side), where) for side in sides]
    return [files.beside(folder, name.replace("{}", side), where) for side in _SIDES[0]]


def cube(ctx: moderngl.Context, paths: Sequence[Path], where: str) -> moderngl.TextureCube:
    """A cube map of six pictures' files, in OpenGL's order; `where` names it in messages.

    Raises:
        InputError: one cannot be read, or they are not square and of one size.
    """
    read = list[NDArray[np.uint8]]()
    for path in paths:
        read.append(picture_files.read(path)[::-1])
        high, wide = read[-1].shape[:2]
        if not high == wide == len(read[0]) <= MOST_SIDE:
            wanted = f"expected six square pictures of one size up to {MOST_SIDE}"
            raise InputError(f"{where}: {short(path.name)} is {wide}x{high}, {wanted}")
    return _cube(ctx, np.stack(read))


def sky(ctx: moderngl.Context) -> moderngl.TextureCube:
    """A cube map of our own: the sea under an evening sky."""
    down, across = (np.mgrid[0:_SKY, 0:_SKY].astype(np.float32) + 0.5) * (2.0 / _SKY) - 1.0
    one = np.ones_like(down)
    sides = ((one, -down, -across), (-one, -down, across), (across, one, down), (across, -one, -down),
             (across, -down, one), (-across, -down, -one))  # fmt: skip  # OpenGL 3.3, table 3.19
    rays = np.stack([np.stack(side, axis=-1) for side in sides])
    colour = _evening(rays / np.linalg.norm(rays, axis=-1, keepdims=True))
    alpha = np.ones_like(colour[..., :1])
    return _cube(ctx, np.rint(255.0 * np.concatenate([colour, alpha], axis=-1)).astype(np.uint8))


def noise(ctx: moderngl.Context) -> moderngl.Texture3D:
    """White noise of 32x32x32 texels in four channels, which repeats, as Shadertoy's volumes are."""
    values = Streams(0).at("noise of shaders").integers(256, size=(_NOISE, _NOISE, _NOISE, 4), dtype=np.uint8)
    made = ctx.texture3d((_NOISE, _NOISE, _NOISE), 4, values.tobytes())
    made.repeat_x = made.repeat_y = made.repeat_z = True
    made.filter = moderngl.LINEAR, moderngl.LINEAR
    return made


def _evening(rays: F32) -> F32:
    """The colour, R'G'B' 0 to 1, that is seen along rays `(..., 3)`; the sun is low in the west, at -x."""
    height = np.abs(rays[..., 1])[..., None]  # the sea mirrors the sky
    sun = np.array((-0.93, 0.16, 0.33), np.float32) / np.float32(np.linalg.norm((-0.93, 0.16, 0.33)))
    toward = np.clip(np.stack([rays[..., 0], height[..., 0], rays[..., 2]], axis=-1) @ sun, 0.0, 1.0)[..., None]
    low, high = np.array((0.93, 0.62, 0.45), np.float32), np.array((0.10, 0.17, 0.36), np.float32)
    seen = low + (high - low) * smoothstep(height, 0.0, 0.75) + 0.35 * toward**6 * np.array((1.0, 0.6, 0.3), np.float32)
    seen = seen + smoothstep(toward, 0.997, 0.999)
    sea = rays[..., 1:2] < 0.0
    lit: F32 = np.where(sea, 0.45 * seen + np.array((0.0, 0.03, 0.06), np.float32), seen).astype(np.float32)
    return lit.clip(0.0, 1.0)


def _cube(ctx: moderngl.Context, pixels: NDArray[np.uint8]) -> moderngl.TextureCube:
    """A cube map of faces `uint8 (6, n, n, 4)`, first row at the top as cube maps have it."""
    ctx.enable_direct(_SEAMLESS)
    made = ctx.texture_cube((pixels.shape[1], pixels.shape[1]), 4, pixels.tobytes())
    made.filter = moderngl.LINEAR, moderngl.LINEAR
    return made
