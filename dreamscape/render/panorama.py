"""Which part of the sky's panorama a picture shows: seldom more than a quarter, and only that need be fine."""

import math
from dataclasses import dataclass

import numpy as np

from dreamscape.camera import Camera

REACH, BEND = 1.35, 0.35  # tangents: of azimuth at its sides, of elevation at half its height; as in panorama.glsl
AHEAD = 0.2  # of a ray's length forward; with less, all of it is taken to be seen
SPARE = 8  # texels around what is seen, so that a camera that moves slowly sees no others until it is drawn anew


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a panorama as a picture shows it.

    Attributes:
        left, top, right: texels; its bottom is the panorama's, the horizon.
        texels: of it that a pixel covers along a side, at most.
    """

    left: int
    top: int
    right: int
    texels: float

    def within(self, other: "Part") -> bool:
        """Whether it lies in another, which has what is read of it: mipmaps where pixels cover more than a texel."""
        inside = other.left <= self.left and self.right <= other.right and self.top <= other.top
        return inside and (other.is_coarse or not self.is_coarse)

    @property
    def is_coarse(self) -> bool:
        """Whether pixels cover more than a texel."""
        return self.texels > 1.0


def seen_part(camera: Camera, size: tuple[int, int], panorama: tuple[int, int]) -> Part:
    """The part of a panorama of some size, texels, that a picture of another, px, shows, and what its filters reach."""
    width, height = panorama
    wide, high = camera.tangents(size[0] / size[1])
    right, up, forward = camera.basis()
    sides = np.array([(x, y) for x in (-1.0, 1.0) for y in (-1.0, 1.0)])
    corners = forward + sides[:, :1] * (wide * right) + sides[:, 1:] * (high * up)
    ahead = float(corners[:, 2].min())
    density = max(width / (2.0 * REACH), height / BEND)  # texels for a tangent
    texels = density * 2.0 * max(wide / size[0], high / size[1]) / max(ahead, AHEAD) ** 2
    if ahead < AHEAD:
        return Part(0, height, width, texels)
    spare = SPARE + math.ceil(2.0 * texels)
    across, rise = corners[:, 0] / corners[:, 2], max(float((corners[:, 1] / corners[:, 2]).max()), 0.0)
    left, last = (width * (0.5 + 0.5 * float(end) / REACH) for end in (across.min(), across.max()))
    top = math.ceil(height * rise / (rise + BEND)) + spare
    return Part(
        min(max(math.floor(left) - spare, 0), width),
        min(top, height),
        min(max(math.ceil(last) + spare, 0), width),
        texels,
    )
