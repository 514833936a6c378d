"""The camera: position, target, and the matrices that follow from them. x right, y up, z into the scene."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from numbers import Real

import numpy as np
from numpy.typing import NDArray

WIDE = 16.0 / 9.0  # the aspect ratio that pictures are composed for
TALL = 9.0 / 16.0
DEEP = 35.0  # m: about as far off as what acts pass through lies in those whose camera comes nearer
NARROWEST = 1.25  # aspect ratio below which the view grows in height instead of losing its sides, by default
MIDST = (0.5 - 0.5 * NARROWEST / WIDE, 0.5 + 0.5 * NARROWEST / WIDE)  # the span that corresponds to it
NEAR, FAR = 0.2, 4000.0  # m
VERTICAL = 1e-9  # the level part of a direction below which it points straight down or up


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera.

    Attributes:
        position, target: metres.
        fov: vertical field of view in degrees at 16:9.
        roll: radians, clockwise.
        span: from where to where across a 16:9 picture lies what every picture shows, however narrow; parts.
        nearer: metres that the camera goes in a picture of 9:16, and less in one that is wider; none where all of the
            height fits. What lies that way keeps its place in the picture and is seen larger.

    Raises:
        ValueError: something is not a number, or the target is where the camera is.
    """

    position: tuple[float, float, float]
    target: tuple[float, float, float]
    fov: float = 46.0
    roll: float = 0.0
    span: tuple[float, float] = MIDST
    nearer: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def __post_init__(self) -> None:
        for name, count in (("position", 3), ("target", 3), ("span", 2), ("nearer", 3)):
            _check_numbers(name, getattr(self, name), count)
        for name in ("fov", "roll"):
            if not _is_number(value := getattr(self, name)):
                raise ValueError(f"Camera.{name}: expected a number, got {value!r}")
        if self.position == self.target:
            raise ValueError(f"Camera.target: expected a point away from the position, got {self.target!r} for both")

    def tangents(self, aspect: float) -> tuple[float, float]:
        """The tangents of half the horizontal and half the vertical field of view."""
        up = math.tan(math.radians(self.fov) / 2.0)
        up *= max(1.0, (self.span[1] - self.span[0]) * WIDE / aspect)
        return up * aspect, up

    def framed(self, aspect: float) -> "Camera":
        """This camera for a picture of another aspect ratio: nearer, and turned as little as shows all of its span."""
        whole = math.tan(math.radians(self.fov) / 2.0) * WIDE
        half = math.atan(self.tangents(aspect)[0])
        first, last = (math.atan((2.0 * edge - 1.0) * whole) for edge in self.span)
        angle = min(max(0.0, last - half), first + half)
        right, _, forward = self.basis()
        way = math.cos(angle) * forward + math.sin(angle) * right
        gone = self._narrow(aspect) * np.array(self.nearer)
        if angle == 0.0 and not gone.any():
            return self
        x, y, z = (float(v) for v in self.position + gone)
        u, v, w = (float(v) for v in self.position + gone + 10.0 * way)
        return replace(self, position=(x, y, z), target=(u, v, w), nearer=(0.0, 0.0, 0.0))

    def _narrow(self, aspect: float) -> float:
        """0 for pictures that show all of the height at least, 1 for those of 9:16, more for narrower ones; to 1.3."""
        widest = (self.span[1] - self.span[0]) * WIDE
        return min(max((widest - aspect) / max(widest - TALL, 0.1), 0.0), 1.3)

    def towards(self, point: tuple[float, float, float], share: float) -> "Camera":
        """This camera, `nearer` by a share of the way to a point, m, which keeps its place in tall pictures."""
        x, y, z = (share * (there - here) for here, there in zip(self.position, point, strict=True))
        return replace(self, nearer=(x, y, z))

    def turned(self, angle: float) -> "Camera":
        """This camera turned to the right by an angle, radians."""
        (x, _, z), (tx, ty, tz) = self.position, self.target
        c, s = math.cos(angle), math.sin(angle)
        ahead, aside = tz - z, tx - x
        return replace(self, target=(x + c * aside + s * ahead, ty, z + c * ahead - s * aside)) if angle else self

    def part(self, place: tuple[float, float], aspect: float) -> tuple[float, float]:
        """The position in the framed picture of a point of the 16:9 picture, both as fractions from left and bottom."""
        up = math.tan(math.radians(self.fov) / 2.0)
        right, above, forward = self.basis()
        ray = forward + (2.0 * place[0] - 1.0) * up * WIDE * right + (2.0 * place[1] - 1.0) * up * above
        x, y, z = (float(v) for v in self.position + ray * DEEP)
        return self.framed(aspect).project((x, y, z), aspect)

    def composed(self, place: tuple[float, float], aspect: float) -> tuple[float, float]:
        """The inverse of `part`: the position in the 16:9 picture of a point of the framed picture, both as fractions.

        Below 0 and above 1 for what that picture does not show.
        """
        if abs(aspect / WIDE - 1.0) < 1e-3:  # a window of whole pixels
            return place
        framed = self.framed(aspect)
        wide, high = framed.tangents(aspect)
        right, above, forward = framed.basis()
        ray = forward + (2.0 * place[0] - 1.0) * wide * right + (2.0 * place[1] - 1.0) * high * above
        x, y, ahead = self.basis() @ ray
        up = math.tan(math.radians(self.fov) / 2.0)
        ahead = max(float(ahead), 0.05)
        return 0.5 + 0.5 * float(x) / ahead / (up * WIDE), 0.5 + 0.5 * float(y) / ahead / up

    @lru_cache(maxsize=32)  # noqa: B019 (a few cameras of a few bytes)
    def basis(self) -> NDArray[np.float64]:
        """The unit vectors right, up and forward as rows `(3, 3)`, read-only."""
        (x, y, z), (tx, ty, tz) = self.position, self.target
        far = math.dist(self.position, self.target)
        fx, fy, fz = (tx - x) / far, (ty - y) / far, (tz - z) / far
        flat = math.hypot(fx, fz)
        rx, rz = (fz / flat, -fx / flat) if flat > VERTICAL else (1.0, 0.0)
        ux, uy, uz = (-fy * fx / flat, flat, -fy * fz / flat) if flat > VERTICAL else (0.0, 0.0, -fy)  # forward x right
        c, s = math.cos(self.roll), math.sin(self.roll)
        rows = (c * rx - s * ux, -s * uy, c * rz - s * uz), (s * rx + c * ux, c * uy, s * rz + c * uz), (fx, fy, fz)
        basis = np.array(rows)
        basis.flags.writeable = False
        return basis

    @lru_cache(maxsize=32)  # noqa: B019
    def view_projection(self, aspect: float) -> NDArray[np.float32]:
        """World metres to clip space, `(4, 4) float32`, row-major, for column vectors; read-only."""
        basis = self.basis()
        view = np.eye(4)
        view[:3, :3] = basis
        view[:3, 3] = -basis @ np.array(self.position)
        wide, high = self.tangents(aspect)
        projection = np.zeros((4, 4))
        projection[0, 0], projection[1, 1] = 1.0 / wide, 1.0 / high
        projection[2, 2] = (FAR + NEAR) / (FAR - NEAR)
        projection[2, 3] = -2.0 * FAR * NEAR / (FAR - NEAR)
        projection[3, 2] = 1.0
        matrix = np.asarray(projection @ view, np.float32)
        matrix.flags.writeable = False
        return matrix

    def project(self, point: tuple[float, float, float], aspect: float = WIDE) -> tuple[float, float]:
        """Where a point, metres, appears, as fractions of the picture from the left and the bottom."""
        x, y, _, w = self.view_projection(aspect) @ np.array([*point, 1.0], np.float32)
        return float(0.5 + 0.5 * x / w), float(0.5 + 0.5 * y / w)

    @lru_cache(maxsize=32)  # noqa: B019
    def horizon(self, aspect: float, rise: float = 0.0) -> tuple[float, float]:
        """The lowest and highest position of the horizon in the picture, 0 bottom to 1 top.

        With a `rise`, what stands so much higher than the eye, in parts of its distance; that is found nearly.
        """
        wide, high = self.tangents(aspect)
        right, up, forward = self.basis()
        if abs(up[1]) < VERTICAL:  # straight down it lies above the picture, straight up below
            return (1.0, 1.0) if forward[1] < 0.0 else (0.0, 0.0)
        ends = []
        for side in (-1.0, 1.0):
            level = forward + side * wide * right
            level -= up * (level[1] / up[1])
            ends.append((rise * math.hypot(level[0], level[2]) - (forward + side * wide * right)[1]) / (high * up[1]))
        low, top = ((0.5 + 0.5 * end) for end in sorted(ends))
        return min(max(low, 0.0), 1.0), min(max(top, 0.0), 1.0)


def _check_numbers(name: str, value: object, count: int) -> None:
    if not (isinstance(value, tuple) and len(value) == count and all(map(_is_number, value))):
        raise ValueError(f"Camera.{name}: expected a tuple of {count} numbers, got {value!r}")


def _is_number(value: object) -> bool:
    return (type(value) is float or isinstance(value, Real)) and math.isfinite(value)  # cameras are made every tick
