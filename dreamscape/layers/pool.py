"""The pool: dark water seen from straight above; ripples bend the mosaic and the sky that it mirrors."""

import math
from collections.abc import Sequence
from typing import ClassVar

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import resources
from dreamscape.easing import smoothstep
from dreamscape.parameters import Parameter
from dreamscape.perlin import hashed
from dreamscape.places.face.composition import MIDDLE, composition
from dreamscape.places.face.eyes import FaceEyes, face_eyes
from dreamscape.places.face.gaze import RING_LIFE, RINGS, tear_rings
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Array, Shader
from dreamscape.render.targets import SplitTarget, divided
from dreamscape.render.tiles import untiled

SOFT_PART = (2.0, 2.0, 2.5, 2.5)  # by tier: what the picture's size is divided by for what is soft of the water,
ROWS = 190  # if that leaves as many rows
SLOPES = (2, "f2"), (1, "f4")  # slope (x, y) and height
SOFT = (2, "nu2"), (2, "nu2")  # red and green; blue, and how bright the face is; halves of them
CELLS = 7.5  # a metre, each with one star or none
SKY = 7.0  # m of the pool each way from the middle that mirror stars: more than any picture shows
SHIFTED = 0.2  # m, by which waves shift a star at most, and more than that by which they shift the mosaic
AROUND = 16  # parts of the strip around a ring
TRAINS: dict[bool, dict[str, object]] = {False: {}, True: {"TRAINS": 1}}
OPEN = 0.04  # part of the opening at which its hole is as large as a pixel
HEAD = ((-1.1, 0.4), (-0.6, 1.45), (0.6, 1.45), (1.1, 0.4), (0.8, -1.4), (-0.8, -1.4))  # m: corners around the head


def mirrored_stars(place: Sequence[float]) -> NDArray[np.float32]:
    """Mirrored stars, `(n, 4) float32`: x and y (m), brightness (0 to 1) and size (px); `place` in the noise."""
    reach = int(SKY * CELLS)
    cell = np.mgrid[-reach:reach, -reach:reach].reshape(2, -1)
    x, y = (cell + (np.float32(10.0) * np.array(place, np.float32)).astype(int)[:, None]).astype(np.uint32)
    mixed = hashed(x, y, np.zeros_like(x))
    right, up, chance = (mixed & 2047) / 2048, ((mixed >> 11) & 2047) / 2048, (mixed >> 22) / 1024
    rare = smoothstep((chance - 0.92) / 0.08)
    stars = np.stack([*((cell + 0.15 + 0.7 * np.stack([right, up])) / CELLS), rare * rare, 0.8 + 0.5 * right], axis=1)
    return np.asarray(stars[rare > 0.0], np.float32)


def _rings(eyes: FaceEyes, seconds: float) -> list[tuple[float, ...]]:
    """Rings that run outwards now: x, y (m), age (s) and height; of fallen tears, and of the light that fell in."""
    fallen = [(*MIDDLE, seconds + 0.5, 1.1), (0.03, 0.12, seconds - 0.9, 0.7)]
    tears = [(x, y, age, 0.22 * strength) for x, y, age, strength in tear_rings(eyes, seconds) if strength > 0.0]
    return [*(ring for ring in fallen if 0.0 < ring[2] < RING_LIFE), *tears]


def _strip() -> NDArray[np.float32]:
    """The corners of a strip around a ring: their directions, and 0 at its inner edge, 1 at its outer one; (n, 3)."""
    turn = np.linspace(0.0, 2.0 * math.pi, AROUND + 1)
    corners = [(math.cos(one), math.sin(one), side) for one in turn for side in (0.0, 1.0)]
    return np.array(corners, np.float32)


def _opening(seconds: float, leaving: float) -> float:
    """How far the water has opened, 0 to 1."""
    return smoothstep((seconds - leaving) / 5.5)


def _trains(seconds: float, calm: float, leaving: float) -> list[tuple[tuple[float, ...], float]]:
    """Waves without end that are seen now: x, y (m), radians a metre and a second; and their height."""
    settled = smoothstep(seconds, -1.0, calm)
    unrest = (1.0 - settled) * math.sqrt(1.0 - settled)
    opens = _opening(seconds, leaving)
    all_of_them = [
        ((-3.1, 1.9, 27.0, 5.1), 0.08 * unrest), ((2.6, -2.4, 33.0, 5.7), 0.08 * unrest),
        ((*MIDDLE, 36.0, 6.4), 0.16 * unrest), ((*MIDDLE, 21.0, 6.5), 0.20 * opens),
    ]  # fmt: skip
    return [(way, height) for way, height in all_of_them if height > 0.0]


def _rim(eyes: FaceEyes) -> NDArray[np.float64]:
    """A polygon around all of the mosaic and its head, as far as waves shift them, (n, 2), m; the last is the first."""
    corners = np.concatenate([*eyes.mosaic.outline, np.array(HEAD, np.float32)])
    turn = np.linspace(0.0, 2.0 * math.pi, 25)
    way = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    far = (way @ corners.T).max(axis=1) + SHIFTED  # of the side that faces this way
    after, step = np.roll(far[:-1], -1), turn[1]
    along = (after - far[:-1] * math.cos(step)) / math.sin(step)  # from its middle to where it meets the next one
    meets = way[:-1] * far[:-1, None] + np.stack([-way[:-1, 1], way[:-1, 0]], axis=1) * along[:, None]
    return np.concatenate([meets, meets[:1]])


def _in_parts(frame: Frame) -> dict[str, tuple[float, float]]:
    """What a metre on the water is in parts of the picture, to the right and up."""
    camera = frame.camera
    wide, high = camera.tangents(frame.size[0] / frame.size[1])
    right, up, _ = camera.basis()
    far = 2.0 * abs(camera.position[2])
    (a, b), (c, d) = right[:2] / (wide * far), up[:2] / (high * far)
    return {"across": (float(a), float(b)), "along": (float(c), float(d))}


class Pool(Layer):
    """Dark water seen from straight above; ripples bend the face and the sky that it mirrors.

    Draws the slopes of the water small, then looks up everything that it mirrors through them.
    """

    blend = "opaque"
    leaves_depth = True

    depth = Parameter(0.17, 0.0, 2.0, "m", "how far below the surface the face seems to lie: how much ripples bend it")
    calm = Parameter(7.0, 0.0, 60.0, "s", "after which the ripples have settled")
    leaving = Parameter(23.5, 0.0, 3600.0, "s", "when the surface begins to open")
    falling = Parameter(1.0, 0.0, 3.0, "x", "brightness of the light that falls in as the act begins")
    sky = Parameter(1.0, 0.0, 3.0, "x", "brightness of the mirrored sky")
    silver = Parameter(1.0, 0.0, 3.0, "x", "brightness of the light on the ripples")

    field_size: ClassVar = ((240, 135), (304, 171), (432, 243), (640, 360))

    def build(self) -> None:
        """The field of slopes and its program."""
        self._eyes, self._composition = face_eyes(self.streams), composition(self.streams)
        self._noise_offset = self.streams.offset("pool")
        self._soft: SplitTarget | None = None
        self._water: dict[str, moderngl.Texture] = {}
        self._closed = self.program(CLOSED=1)
        self._parts = self._picture_parts()
        self._stars = mirrored_stars(self._noise_offset[:2])
        self._sparks = Shader(self.ctx, resources.folder("glsl") / "acts" / "pool_stars.glsl")
        self._seen = self.ctx.buffer(reserve=self._stars.nbytes, dynamic=True)
        self._spark = self._sparks.array([(self._seen, "4f/i", "place")])
        self._field = SplitTarget(self.ctx, self.quality.choose(self.field_size), SLOPES)
        self._ripples = {moving: self.program(FIELD=1, **TRAINS[moving]) for moving in TRAINS}
        wholes = self.shader, self._closed, *self._ripples.values()
        self._cover = {shader: shader.array([]) for shader in wholes}  # triangles, made in the vertex stage
        self._ring_rows = self.ctx.buffer(reserve=RINGS * 16, dynamic=True)
        self._ringed = Shader(self.ctx, resources.folder("glsl") / "acts" / "pool_rings.glsl")
        self._strips = self._ringed.array(
            [(self.ctx.buffer(_strip().tobytes()), "3f", "around"), (self._ring_rows, "4f/i", "ring")]
        )

    def _picture_parts(self) -> dict[bool, list[tuple[Shader, Array]]]:
        """What draws the picture while the water is closed, and when it opens: where the mosaic is, and beside it."""
        path = resources.folder("glsl") / "acts" / "pool_picture.glsl"
        opened, closed, beside = (Shader(self.ctx, path, defines) for defines in ({}, {"CLOSED": 1}, {"BESIDE": 1}))
        rim = _rim(self._eyes)
        disc, ring = (
            self.ctx.buffer(np.stack([inner, outer], axis=1).astype(np.float32).tobytes())
            for inner, outer in ((rim * 0.0, rim), (rim, rim * 12.0))
        )
        content = "2f", "corner"
        return {
            False: [(closed, closed.array([(disc, *content)])), (beside, beside.array([(ring, *content)]))],
            True: [(opened, opened.array([(disc, *content)])), (beside, beside.array([(ring, *content)]))],
        }

    def prepare(self, frame: Frame) -> None:
        """Draw the slopes of the water, with a ring for each fallen tear, and publish them."""
        self._field.begin()
        seconds = frame.snapshot.act_seconds
        moving = _trains(seconds, self.calm, self.leaving)
        ripples, given = self._ripples[bool(moving)], dict[str, object]()
        if moving:
            trains = [*(way for way, _ in moving), *[(0.0,) * 4] * 4][:4]
            heights = [*(height for _, height in moving), *[0.0] * 4][:4]
            given = {"trains": trains, "heights": heights, "train_count": len(moving)}
        self.feed(ripples, frame, pool_place=self._noise_offset, spring=self._composition.spring, **given)
        self._cover[ripples].render(moderngl.TRIANGLES, vertices=3)
        self._draw_rings(frame, _rings(self._eyes, seconds)[:RINGS])
        frame.textures["ripples"], frame.textures["water_heights"] = self._field.textures

    def _draw_rings(self, frame: Frame, rings: list[tuple[float, ...]]) -> None:
        """Add rings to the field."""
        if not rings:
            return
        self._ring_rows.write(np.array(rings, np.float32).tobytes())
        self.ctx.enable(moderngl.BLEND)
        self.ctx.blend_func = moderngl.ONE, moderngl.ONE
        self.feed(self._ringed, frame)
        self._strips.render(moderngl.TRIANGLE_STRIP, instances=len(rings))
        self.ctx.disable(moderngl.BLEND)

    def covers(self, frame: Frame) -> range:
        """All of the picture."""
        return range(frame.size[1])

    def draw(self, frame: Frame) -> None:
        """Draw what is soft of the water into a smaller target, then the water."""
        self.ctx.disable(moderngl.DEPTH_TEST)  # it lies behind everything
        picture = self.ctx.fbo
        opens = _opening(frame.snapshot.act_seconds, self.leaving) > OPEN
        parts = _in_parts(frame)
        if not frame.again:
            with untiled(self.ctx):
                self._draw_soft(frame, self.shader if opens else self._closed)
            picture.use()
        for shader, array in self._parts[opens]:
            self.feed(shader, frame, **self._water, **parts)
            array.render(moderngl.TRIANGLE_STRIP)
        self._draw_stars(frame)

    def _draw_soft(self, frame: Frame, shader: Shader) -> None:
        """Draw what is soft of the water into its own target."""
        asked = self.quality.choose(SOFT_PART)
        size = divided(frame.size, asked if frame.size[1] // asked >= ROWS else 1)
        if self._soft is None or self._soft.size != size:
            if self._soft is not None:
                self._soft.release()
            self._soft = SplitTarget(self.ctx, size, SOFT)
            self._water = dict(zip(("water_red_green", "water_blue_shade"), self._soft.textures, strict=True))
        self._soft.begin()
        sky = {"seam": self._composition.seam, "moon": self._composition.moon, "pool_place": self._noise_offset}
        sky |= {"glow": self._composition.glow, "halves": self._composition.halves}
        self.feed(shader, frame, **sky, **_in_parts(frame))
        self._cover[shader].render(moderngl.TRIANGLES, vertices=3)

    def _draw_stars(self, frame: Frame) -> None:
        """Draw the stars that the water mirrors, those in view."""
        wide, high = frame.camera.tangents(frame.size[0] / frame.size[1])
        right, up, forward = frame.camera.basis()
        eye = np.array(frame.camera.position)
        rays = np.array([forward + x * wide * right + y * high * up for x in (-1, 1) for y in (-1, 1)])
        corners = eye[:2] - eye[2] * rays[:, :2] / rays[:, 2:]
        low, high_corner = corners.min(axis=0) - SHIFTED, corners.max(axis=0) + SHIFTED
        seen = self._stars[((self._stars[:, :2] > low) & (self._stars[:, :2] < high_corner)).all(axis=1)]
        if not len(seen):
            return
        self._seen.write(seen.tobytes())
        self.ctx.enable(moderngl.BLEND)
        self.ctx.blend_func = moderngl.ONE, moderngl.ONE
        self.feed(self._sparks, frame, **self._water, **_in_parts(frame))
        self._spark.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=len(seen))
        self.ctx.disable(moderngl.BLEND)

    publishes = ("ripples", "water_heights")
    needs = ("mosaic",)
