"""The eyes: a mosaic of strangers' eyes in the shape of a face, drawn into a texture that the water shows."""

from collections.abc import Iterator
from functools import lru_cache

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import resources
from dreamscape.arrays import F32
from dreamscape.parameters import Parameter
from dreamscape.physics import bodies
from dreamscape.places.face.composition import composition, gloss
from dreamscape.places.face.eyes import face_eyes
from dreamscape.places.face.gaze import HEARD, eye_states, follow_music
from dreamscape.places.face.head import BLINK, Head, at_rest, face_at
from dreamscape.places.face.outline import around, clipped
from dreamscape.places.face.relief import HALF_SIZE
from dreamscape.quality import Quality
from dreamscape.render.fine_patch import FinePatch
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target, fitted
from dreamscape.rng import Streams

_PORTRAIT = ((184, 264), (214, 307), (306, 440), (460, 660))  # px of the face's relief, by tier
_FILM = (368, 528, 736, 1056)  # rows of the water on it at most, by tier; else as many as pixels
_MOSAIC = 1 << 26  # px of the mosaic at most: 0.5 GB
_COLUMNS = np.stack(np.meshgrid((-1.12, -0.66, 0.0, 0.66, 1.12), (0.0, 1.0), indexing="ij"), axis=-1).astype("f4")
_FIELD_ROWS = 1.32  # the portrait's height over the face's
_LEVEL = 0.5, 0.5, 0.0, 0.0  # the relief where there is no face: no slope, and nothing of it
_LIPS = 1.3  # the least mark of a vertex on the lips
_ABOUT = 0.05  # m: what is seen this far from the lips may come to be seen on them
_MOVES = 0.06  # m: as far as the head's outline moves
_NEIGHBOURS = 12  # vertices of the face that a point of the mosaic goes with,
_EVERY = 3  # one in so many of them
_OVERLAP = 1.025  # by how much cells are drawn larger than they are, so that no crack is left between them


class Eyes(Layer):
    """A face made of strangers' eyes, a mosaic that the layer `pool` shows in its water.

    A fan of triangles for each cell; a small texture tells the shader how each eye looks, one row for each.

    The first three bodies of the cast are what quick, calm and slow eyes look at.
    """

    publishes = ("mosaic",)
    leaves_depth = True

    brightness = Parameter(1.0, 0.0, 3.0, "x", "of the light on the face")
    likeness = Parameter(0.72, 0.0, 1.0, "part", "how much the skin is the face's rather than a stranger's")
    warmth = Parameter(1.0, 0.0, 3.0, "x", "glow of the irises")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """The eyes in their mosaic, the face, and the fans."""
        _carried(streams)

    def build(self) -> None:
        """The fans, the mesh of the face, and the texture of looks."""
        self._eyes = face_eyes(self.streams)
        self._head = self._eyes.head
        count = len(self._eyes.scale)
        self._values = np.concatenate([self._eyes.looks, np.zeros((count, 2, 4), np.float32)], axis=1)
        self._looks = self.ctx.texture((self._values.shape[1], count), 4, dtype="f4")
        vertices, triangles = _fans(self.streams)
        self._corners, self._centres = vertices[:, :2].copy(), self._eyes.mosaic.centre.T.copy()
        self._near = _carried(self.streams)
        self._corner_buffer = self.ctx.buffer(self._corners.tobytes(), dynamic=True)
        cells = self.ctx.buffer(np.ascontiguousarray(vertices[:, 2:]).tobytes())
        self._fans = self.shader.array(
            [(self._corner_buffer, "2f", "corner"), (cells, "1f 1f 1f", "inner", "depth", "cell")],
            self.ctx.buffer(triangles.tobytes()),
        )
        self._build_portrait()
        self._ball = self._act_shader("eyeball")
        self._balls = self._ball.array([(self.ctx.buffer(_COLUMNS.tobytes()), "2f", "column")])
        self._film_painter, self._hair_painter = self._act_shader("film"), self._act_shader("hair")
        self._light = composition(self.streams)
        self._gloss = gloss(self._light.key)
        self._target: Target | None = None

    def _build_portrait(self) -> None:
        """The face's own mesh, and the small texture of its normals."""
        marks = np.ascontiguousarray(self._head.marks.T)
        self._face = np.zeros((len(marks), 4), np.float32)
        self._face_buffer = self.ctx.buffer(reserve=self._face.nbytes, dynamic=True)
        painter = self.program(PORTRAIT=1)
        content = [(self._face_buffer, "2f 2f", "spot", "slope"), (self.ctx.buffer(marks.tobytes()), "2f", "mark")]
        seen = _seen(self._head)
        self._mesh, self._lips = (
            painter.array(content, self.ctx.buffer(part.astype(np.uint32).tobytes()))
            for part in (seen, seen[_about_lips(self._head, seen)])
        )
        self._mouth, self._on_lips = FinePatch(self.ctx), np.flatnonzero(self._head.marks[1] > _LIPS)
        painters = self._act_shader("submerged"), self._act_shader("submerged", BESIDE=1)
        self._rings = [
            (shader, shader.array([(self.ctx.buffer(strip.tobytes()), "2f", "spot")]))
            for shader, strip in zip(painters, _rings(self._head), strict=True)
        ]
        self._portrait = Target(self.ctx, self.quality.choose(_PORTRAIT), dtype="f1")
        self._rest = at_rest(self._head)[0][:2].T

    def _act_shader(self, name: str, **defines: object) -> Shader:
        return Shader(self.ctx, resources.folder("glsl") / "acts" / f"{name}.glsl", defines)

    def _draw_once(self, painter: Shader, name: str, size: tuple[int, int]) -> moderngl.Texture:
        """What does not change on the face, its water or its hair, for a picture of `size`."""
        rows = min(self.quality.choose(_FILM), round(size[1] * self._light.part * _FIELD_ROWS))
        drawn = Target(self.ctx, (round(rows * HALF_SIZE[0] / HALF_SIZE[1]), rows), dtype="f1")
        texel = tuple(1.0 / side for side in drawn.size)
        painter.set(**{f"{name}_place": self.streams.offset(name), f"{name}_texel": texel})
        drawn.begin()
        painter.draw_fullscreen()
        return drawn.texture

    def prepare(self, frame: Frame) -> None:
        """Draw the face's relief, then the mosaic at the picture's size, and publish it."""
        for _ in self.rehearse(frame):
            pass

    def rehearse(self, frame: Frame) -> Iterator[None]:
        """The same, a picture in each step."""
        size = fitted(frame.size, _MOSAIC)
        if self._target is None or self._target.size != size:
            film = self._draw_once(self._film_painter, "film", frame.size)
            yield
            hair = self._draw_once(self._hair_painter, "hair", frame.size)
            yield
            target = Target(self.ctx, size, dtype="f1")
            self._film, self._hair, self._target = film, hair, target  # at once: the act may play meanwhile
        snapshot = frame.snapshot
        attention = np.empty_like(snapshot.cast.bodies.pos)
        bodies.interpolate(snapshot.cast.bodies, snapshot.alpha, attention)
        self._values[:, 8:] = eye_states(self._eyes, snapshot.act_seconds, attention[:, :3])
        if snapshot.heard["presence"]:
            follow_music(self._values[:, 8:], {name: snapshot.heard[name] for name in HEARD})
        self._move(snapshot.act_seconds)
        self._looks.write(self._values.tobytes())
        self._draw_portrait()
        yield
        self._target.begin(clear=(0.0, 0.0, 0.0, 0.0))
        self._draw_mosaic(frame)
        frame.textures["mosaic"] = self._target.texture
        yield

    def _draw_portrait(self) -> None:
        """Draw the face's relief, and its mouth once more, finer: one lip hides the other at an edge."""
        self.ctx.enable(moderngl.CULL_FACE)
        self._portrait.begin(_LEVEL)
        self._mesh.render()
        lips = (self._face[self._on_lips, :2] / HALF_SIZE * 0.5 + 0.5) * self._portrait.size
        left, bottom = (int(side) - 2 for side in lips.min(axis=0))
        right, top = (int(side) + 3 for side in lips.max(axis=0))
        self._mouth.draw(self._portrait, (left, bottom, right - left, top - bottom), _LEVEL, self._lips.render)
        self.ctx.disable(moderngl.CULL_FACE)

    def _draw_mosaic(self, frame: Frame) -> None:
        """Draw roots of light: the skin of the cells, which reach over each other, the head under it, and the eyes."""
        looks, portrait = self._looks, self._portrait.texture
        flesh, seam = tuple(float(part) for part in self._eyes.looks[0, 1, :3]), self._light.seam[:2]
        light = {"key": self._light.key, "fill": self._light.fill, "portrait": portrait}
        light |= {"glow": self._light.glow_on_skin()}
        skin = {"looks": looks, "film": self._film, "gloss": self._gloss}
        self.feed(self.shader, frame, flesh=flesh, seam=seam, **light, **skin)
        self._fans.render()
        self.ctx.enable(moderngl.BLEND)
        self.ctx.blend_func = moderngl.ONE_MINUS_DST_ALPHA, moderngl.ONE
        for shader, strip in self._rings:
            self.feed(shader, frame, skin=flesh, gloss=self._gloss, seam=seam, hair=self._hair, **light)
            strip.render(moderngl.TRIANGLE_STRIP)
        self.ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        wet = {"flesh": flesh, "gloss": self._gloss, "seam": seam}
        self.feed(self._ball, frame, looks=looks, warmth=self.warmth, **wet, **light)
        self._balls.render(moderngl.TRIANGLE_STRIP, vertices=_COLUMNS.size // 2, instances=len(self._eyes.scale))
        self.ctx.disable(moderngl.BLEND)

    def _move(self, seconds: float) -> None:
        """The face as it is at a moment; its cells go with it. Its own lids are the cells', not the mesh's."""
        place, normal = face_at(self._head, seconds)
        self._face[:, :2], self._face[:, 2:] = place.T, normal[:2].T
        self._face_buffer.write(self._face.tobytes())
        moved = self._face[:, :2] - self._rest
        corners, centres = (
            base + np.einsum("nk,nkd->nd", share, moved[near])
            for base, (near, share) in zip((self._corners, self._centres), self._near, strict=True)
        )
        self._corner_buffer.write(corners.astype(np.float32).tobytes())
        self._values[:, 0, :2] = centres

    def draw(self, frame: Frame) -> None:
        """Draw nothing: the water shows the mosaic."""


def _seen(one: Head) -> NDArray[np.int64]:
    """The triangles of the head that may be seen in its portrait, (n, 3), in its order."""
    place, normal = at_rest(one)
    within = (np.abs(place[:2].T) < np.array(HALF_SIZE) + 0.05).all(axis=1) & (normal[2] > -0.1)
    return np.asarray(one.triangles[within[one.triangles].any(axis=1)])


def _about_lips(one: Head, triangles: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the triangles (n, 3) may be seen where the lips are, whatever is felt."""
    place = at_rest(one)[0][:2].T
    lips = place[one.marks[1] > _LIPS]
    corners = place[triangles]
    low, high = lips.min(axis=0) - _ABOUT, lips.max(axis=0) + _ABOUT
    return np.asarray(((corners.max(axis=1) > low) & (corners.min(axis=1) < high)).all(axis=1))


def _rings(one: Head) -> tuple[F32, F32]:
    """Two strips over the face and at its sides, (n, 2), m: from within its outline to the head's, and from there to
    where hair is lost.
    """
    place, normal = at_rest(one)
    x, y = place[:2, normal[2] > 0.0]
    turn = np.linspace(-0.63, np.pi + 0.63, 15)
    way = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    least, most = way * (0.56, 0.87) - (0.0, 0.27), way * (1.13, 1.58)
    away = np.abs(np.angle(np.exp(1j * (np.arctan2(y, x) - turn[:, None]))))
    far = np.where(away < 1.5 * (turn[1] - turn[0]), np.hypot(x, y), 0.0).max(axis=1) + _MOVES
    outline = way * np.clip(far, np.linalg.norm(least, axis=1), np.linalg.norm(most, axis=1))[:, None]
    strips = (np.stack(pair, axis=1).reshape(-1, 2) for pair in ((least, outline), (outline, most)))
    inner, outer = (np.ascontiguousarray(strip, np.float32) for strip in strips)
    return inner, outer


def _nearest(head: Head, points: F32) -> tuple[NDArray[np.int64], F32]:
    """The vertices of the face that are nearest to each of the points (n, 2), and their shares of it, (n, k) each.

    Not those of its lids, which blink. The shares of what lies beside the face fade within half a metre.
    """
    place, normal = at_rest(head)
    still = np.linalg.norm(head.moves[BLINK], axis=0) < 0.004
    ahead = np.flatnonzero((normal[2] > 0.2) & (head.marks[1] > 0.0) & still)[::_EVERY]
    away = np.linalg.norm(points[:, None] - place[:2, ahead].T[None], axis=2)
    nearest = np.argpartition(away, _NEIGHBOURS, axis=1)[:, :_NEIGHBOURS]
    distance = np.take_along_axis(away, nearest, axis=1)
    share = np.exp(-((distance - distance.min(axis=1, keepdims=True)) ** 2) / 0.09**2)
    share *= np.clip(1.0 - distance.min(axis=1, keepdims=True) / 0.5, 0.0, 1.0) / share.sum(axis=1, keepdims=True)
    return ahead[nearest], share.astype(np.float32)


@lru_cache(maxsize=2)
def _carried(streams: Streams) -> list[tuple[NDArray[np.int64], F32]]:
    """What `_nearest` finds for the corners of all cells, and for their middles."""
    eyes = face_eyes(streams)
    return [_nearest(eyes.head, points) for points in (_fans(streams)[0][:, :2], eyes.mosaic.centre.T)]


@lru_cache(maxsize=2)
def _fans(streams: Streams) -> tuple[F32, NDArray[np.uint32]]:
    """The vertices of all cells, `(n, 5)`, and the triangles, `(k, 3)`."""
    vertices, triangles, start, eyes = [], [], 0, face_eyes(streams)
    mosaic, ways = eyes.mosaic, around(eyes.head)
    for number, outline in enumerate(mosaic.outline):
        fan = _fan(mosaic.centre[:, number], outline, number)
        ring = np.arange(len(outline), dtype=np.uint32)
        corners = np.stack([np.zeros_like(ring), 1 + ring, 1 + (ring + 1) % len(outline)], axis=1)
        if not eyes.looks[number, 7, 3]:  # not beside the face
            fan, corners = clipped(fan, corners, *ways)
        vertices.append(fan)
        triangles.append(corners + np.uint32(start))
        start += len(fan)
    return np.concatenate(vertices), np.concatenate(triangles)


def _fan(centre: F32, outline: F32, number: int) -> F32:
    """The vertices of one cell, `(k + 1, 5) float32`: x, y, 1 in the middle to 0 at the edge, depth, number.

    The depth is the distance in metres from the middle to the edge that ends at the vertex. That vertex is the last of
    its triangle, which OpenGL takes flat values from.
    """
    outline = centre + (outline - centre) * _OVERLAP
    before = np.roll(outline, 1, axis=0)
    along = outline - before
    normal = np.stack([along[:, 1], -along[:, 0]], axis=1) / np.linalg.norm(along, axis=1, keepdims=True)
    depth = np.abs(np.einsum("ij,ij->i", before - centre, normal))
    vertices = np.zeros((len(outline) + 1, 5), np.float32)
    vertices[0, :3] = *centre, 1.0
    vertices[1:, :2], vertices[1:, 3], vertices[:, 4] = outline, depth, number
    return vertices
