"""How different two pictures look: FLIP (Andersson et al., FLIP: a difference evaluator for alternating images, 2020).

    python benchmarks/parts/flip.py A.png B.png     mean FLIP, 0 (the same) to 1, and PSNR, dB

Seen as when one picture takes the place of the other and back, at PPD pixels a degree of the eye's view: a display of
0.7 m width and 3840 pixels, 0.7 m away.
"""

import math
import os
import sys

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.float64]  # (h, w, 3) or, of one channel, (h, w)
Picture = NDArray[np.uint8]  # (h, w, 3), sRGB

PPD = 67.0
# The eye's contrast sensitivity of the three opponent channels: pairs of amplitude and variance, in degrees.
SENSITIVITY = (((1.0, 0.0047),), ((1.0, 0.0053),), ((34.1, 0.04), (13.5, 0.025)))
FEATURE = 0.082  # degrees, the width of the eye's edge and point detectors
COLOUR_POWER, FEATURE_POWER = 0.7, 0.5
KNEE, AT_KNEE = 0.4, 0.95  # differences of colour above this part of the largest are compressed into what is left
TO_XYZ = np.array(
    [
        [10135552 / 24577794, 8788810 / 24577794, 4435075 / 24577794],
        [2613072 / 12288897, 8788810 / 12288897, 887015 / 12288897],
        [1425312 / 73733382, 8788810 / 73733382, 70074185 / 73733382],
    ]
)
WHITE = TO_XYZ.sum(axis=1)


def flip(reference: Picture, test: Picture) -> float:
    """The mean FLIP of two pictures of one size, 0 to 1."""
    one, other = (_opponent(_light(picture)) for picture in (reference, test))
    seen, shown = (_perceived(picture) for picture in (one, other))
    colour = _compressed(_distance(seen, shown) ** COLOUR_POWER)
    features = _features(one), _features(other)
    most = np.maximum(*(np.abs(a - b) for a, b in zip(*features, strict=True)))
    return float((colour ** (1.0 - (most / math.sqrt(2.0)) ** FEATURE_POWER)).mean())


def psnr(reference: Picture, test: Picture) -> float:
    """The peak signal-to-noise ratio of two pictures of one size, dB; infinite if they are the same."""
    error = float(np.mean((reference.astype(float) - test.astype(float)) ** 2))
    return math.inf if error == 0.0 else 10.0 * math.log10(255.0**2 / error)


def _light(picture: Picture) -> Image:
    code = picture / 255.0
    light: Image = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    return light


def _opponent(light: Image) -> Image:
    """Linear YCxCz, luminance and two opponent colours, of linear RGB."""
    x, y, z = np.moveaxis(light @ TO_XYZ.T / WHITE, -1, 0)
    return np.stack([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)], axis=-1)


def _perceived(opponent: Image) -> Image:
    """L*a*b* of what the eye resolves, with colours weaker where it is darker (Hunt)."""
    y = (_blurred(opponent[..., 0], SENSITIVITY[0]) + 16.0) / 116.0
    x = y + _blurred(opponent[..., 1], SENSITIVITY[1]) / 500.0
    z = y - _blurred(opponent[..., 2], SENSITIVITY[2]) / 200.0
    light = np.stack([x, y, z], axis=-1) * WHITE @ np.linalg.inv(TO_XYZ).T
    return _lab(light.clip(0.0, 1.0))


def _lab(light: Image) -> Image:
    ratio, edge = light @ TO_XYZ.T / WHITE, 6.0 / 29.0
    curve = np.where(ratio > edge**3, np.cbrt(ratio), ratio / (3.0 * edge**2) + 4.0 / 29.0)
    x, y, z = np.moveaxis(curve, -1, 0)
    lightness = 116.0 * y - 16.0
    return np.stack([lightness, 5.0 * lightness * (x - y), 2.0 * lightness * (y - z)], axis=-1)


def _distance(one: Image, other: Image) -> Image:
    """HyAB: differences of lightness and of colour, added."""
    lightness, a, b = np.moveaxis(one - other, -1, 0)
    distance: Image = np.abs(lightness) + np.hypot(a, b)
    return distance


def _compressed(error: Image) -> Image:
    green, blue = _lab(np.array([[[0.0, 1.0, 0.0]]])), _lab(np.array([[[0.0, 0.0, 1.0]]]))
    most = float(_distance(green, blue)[0, 0]) ** COLOUR_POWER
    knee = KNEE * most
    above = AT_KNEE + (error - knee) / (most - knee) * (1.0 - AT_KNEE)
    compressed: Image = np.where(error < knee, error * AT_KNEE / knee, above)
    return compressed


def _features(opponent: Image) -> tuple[Image, Image]:
    """How strong edges and points are, each 0 to 1."""
    grey, width = (opponent[..., 0] + 16.0) / 116.0, 0.5 * FEATURE * PPD
    reach = np.arange(-math.ceil(3.0 * width), math.ceil(3.0 * width) + 1.0)
    bell = np.exp(-(reach**2) / (2.0 * width**2))
    slope, curve = -reach * bell, (reach**2 / width**2 - 1.0) * bell
    kernels = (_balanced(slope), _balanced(curve))
    along = bell / bell.sum()
    across = [(_swept(_swept(grey, k, 1), along, 0), _swept(_swept(grey, k, 0), along, 1)) for k in kernels]
    return np.hypot(*across[0]), np.hypot(*across[1])


def _balanced(kernel: NDArray[np.float64]) -> NDArray[np.float64]:
    """A kernel whose positive weights add up to 1, and whose negative ones to -1."""
    above, below = kernel[kernel > 0.0].sum(), -kernel[kernel < 0.0].sum()
    return kernel / np.where(kernel > 0.0, above, below)  # type: ignore[no-any-return]


def _blurred(channel: Image, bells: tuple[tuple[float, float], ...]) -> Image:
    """A channel as the eye resolves it: convolved with a sum of Gaussians in two dimensions."""
    widest = max(variance for pair in SENSITIVITY for _, variance in pair)
    radius = math.ceil(3.0 * math.sqrt(widest / (2.0 * math.pi**2)) * PPD)
    degrees = np.arange(-radius, radius + 1.0) / PPD
    total, weights = np.zeros_like(channel), 0.0
    for amplitude, variance in bells:
        bell = np.exp(-(math.pi**2) * degrees**2 / variance)
        size = amplitude * math.sqrt(math.pi / variance)
        weights += size * float(bell.sum()) ** 2
        total += size * _swept(_swept(channel, bell, 0), bell, 1)
    return total / weights


def _swept(channel: Image, kernel: NDArray[np.float64], axis: int) -> Image:
    """Correlated with a kernel along one axis; beyond its border a picture goes on as it ends."""
    radius = len(kernel) // 2
    pads = [(radius, radius) if side == axis else (0, 0) for side in range(2)]
    padded, length = np.pad(channel, pads, mode="edge"), channel.shape[axis]
    total = np.zeros_like(channel)
    for offset, weight in enumerate(kernel):
        total += weight * padded.take(range(offset, offset + length), axis)
    return total


def read(path: str) -> Picture:
    """A picture file as `uint8 (h, w, 3)`."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    import pygame

    return pygame.surfarray.array3d(pygame.image.load(path)).swapaxes(0, 1)


if __name__ == "__main__":
    first, second = map(read, sys.argv[1:3])
    print(f"FLIP {flip(first, second):.4f}, PSNR {psnr(first, second):.1f} dB")
