"""The strangers: people of glass and light who walk; one body may be the dreamer, dark, a hand held aloft."""

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from dreamscape.easing import smoothstep
from dreamscape.parameters import Integer, Parameter
from dreamscape.physics.emotions import mix_colours
from dreamscape.places.street import people, skin, walkers
from dreamscape.places.street.attitudes import attitudes
from dreamscape.places.street.beat_steps import SHAPE
from dreamscape.places.street.footfalls import steps_at
from dreamscape.places.street.gait import BONES, JOINTS, bones, build, carried
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.mirror import Mirror
from dreamscape.render.shader import Array, Shader
from dreamscape.render.street_lights import lamps
from dreamscape.render.supersampling import bounds
from dreamscape.render.targets import Target, copy_rectangle
from dreamscape.rng import Streams

WALKERS = 1 + walkers.STRANGERS
_LAYOUT = "3f 3f 4f 2f 2f", "place", "lean", "rest", "stuff", "whose"
_FINE = (420.0, 150.0), (320.0, 110.0), (230.0, 75.0), (230.0, 75.0)
# by tier: px a metre, from which on the near mesh is drawn, and the middle one
_CLOSE = (1e9, 420.0, 300.0, 200.0)  # px a metre, by tier, from which on it is rounded
_CLOSEST = 1  # of those seen, who may be: as many as buffers hold
_FADES = 2.2, 5.0  # m; strangers fade as they come too near
_SHOWN = 0.01  # presence, below which nobody is drawn
_BOX = np.stack(np.meshgrid((-0.5, 0.5), (-0.02, 1.08), (-0.5, 0.5)), axis=-1).reshape(8, 3)
# around who is 1 m tall, from between the feet, m
_BENT = 1.12 * (0.01 + 0.14 * 0.30 + 0.04)  # as strangers.glsl has it, of who is as thick as can be, 0.30 m
_COARSE = 0.1  # m, farther out than their coarsest mesh may be a finer one
_CHEST = 0.73  # of the height, where the feeling glows


class Strangers(Layer):
    """People of glass and light, and among them the dreamer, dark, a hand held aloft.

    The bodies from `first` on are the strangers of the street of spires; each is one closed mesh that bends what is
    behind it. Near ones are drawn first.
    """

    prepares_with = ("mirror",)

    first = Integer(0, 0, 63, "place", "the body that is the first stranger")
    dreamer = Integer(-1, -1, 63, "place", "the body that is the dreamer; -1 for none")
    brightness = Parameter(1.0, 0.0, 3.0, "x", "of the strangers' light")
    rim = Parameter(1.0, 0.0, 3.0, "x", "brightness of the dreamer's rim of light")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Find the people, read their meshes, and lay out their steps."""
        steps_at(streams, 0.0)
        for person in walkers.everybody(streams):
            for kind in people.MESHES:
                person.mesh(kind)

    def build(self) -> None:
        """The people of this seed, and buffers for all of them at their finest."""
        self._who = walkers.everybody(self.streams)
        self._rest = np.stack([person.joints for person in self._who], axis=1)
        self._built = build(self._rest)
        self._tall = np.array([person.tall for person in self._who])
        most = np.array([person.most for person in self._who])
        vertices, triangles = (most.sum(axis=0) + 3 * _CLOSEST * most.max(axis=0)).tolist()
        self._vertices = self.ctx.buffer(reserve=2 * 4 * skin.COLUMNS * vertices, dynamic=True)  # and mirrored ones
        self._order = self.ctx.buffer(reserve=2 * 12 * triangles, dynamic=True)
        edges = 3 * triangles // 2
        self._strips = self.ctx.buffer(reserve=16 * skin.COLUMNS * edges, dynamic=True)
        self._strip_order = self.ctx.buffer(reserve=48 * edges, dynamic=True)
        self._ground = self.program(GROUND=1)
        self._cards = self._ground.array([])
        self._seen = self._drawn(self.shader), self._drawn(self.program(DARK=1))
        self._mirrored = self._drawn(self.program(MIRROR=1)), self._drawn(self.program(MIRROR=1, DARK=1))
        self._edges = self._drawn(self.program(EDGE=1), True), self._drawn(self.program(EDGE=1, DARK=1), True)
        self._mirror = Mirror(self.ctx)
        self._behind: Target | None = None
        self._crowd: skin.Crowd | None = None

    def _drawn(self, shader: Shader, outlines: bool = False) -> tuple[Shader, Array]:
        """A program with the bodies, or the outlines, that it draws."""
        vertices, order = (self._strips, self._strip_order) if outlines else (self._vertices, self._order)
        return shader, shader.array([(vertices, *_LAYOUT)], order)

    def prepare(self, frame: Frame) -> None:
        """Pose everyone, and draw them upside down into the mirror if the scene has one."""
        self._pose(frame)
        if "mirror" in frame.textures and self._corners.any():
            self._mirror.begin(frame.textures["mirror"])
            for (shader, bodies), (first, count) in zip(self._mirrored, self._twins, strict=True):
                self.feed(shader, frame, upright=-1.0, **self._selves)
                if count:
                    bodies.render(first=int(first), vertices=int(count))
            self._mirror.end()

    def draw(self, frame: Frame) -> None:
        """What they stand on; bodies, which bend the picture so far; and their outlines, softened."""
        if not self._corners.any():
            return
        picture = self.ctx.fbo
        self.feed(self._ground, frame, **self._selves, soles=self._soles)
        self._cards.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=2 * WALKERS)
        if self._behind is None or (frame.rows is None and self._behind.size != frame.size):
            self._behind = Target(self.ctx, frame.size)
        if frame.rows is None and (reach := self._reach(frame)):
            copy_rectangle(self.ctx, self._behind, reach)
        picture.depth_mask = True
        self.ctx.enable(moderngl.CULL_FACE)
        for (shader, bodies), (first, count) in zip(self._seen, self._corners, strict=True):
            self.feed(shader, frame, upright=1.0, behind=self._behind.texture, **self._selves)
            if count:
                bodies.render(first=int(first), vertices=int(count))
        picture.depth_mask = False
        self.ctx.disable(moderngl.CULL_FACE)
        for (shader, outlines), (first, count) in zip(self._edges, self._outlined, strict=True):
            self.feed(shader, frame, upright=1.0, **self._selves)
            if count:
                outlines.render(first=int(first), vertices=int(count))

    def _pose(self, frame: Frame) -> None:
        """Move the meshes of all who are seen, and say of everybody what the shaders need to know."""
        seconds = frame.snapshot.act_seconds
        hand = frame.snapshot.hand[:3].astype(np.float64) if frame.snapshot.touched else None
        hand = hand if hand is not None and np.isfinite(hand).all() else None
        steps = steps_at(self.streams, seconds, self._rhythm(frame))
        felt = frame.snapshot.heard
        heard = felt["presence"] * felt["certainty"], felt["beat_phase"], felt["bar_phase"]
        moved = bones(self._built, steps, attitudes(self.streams, seconds, hand, heard))
        presence, mood = self._moods(frame)
        seen, deep, here, aside = self._in_view(frame, steps.at, presence)
        glass = seen[seen != walkers.DREAMER]
        size = frame.size[1] / (
            2.0 * frame.camera.tangents(frame.size[0] / frame.size[1])[1] * np.maximum(deep, 0.3)
        )  # px a m
        close = glass[:_CLOSEST]
        close = [] if frame.reduced else close[size[close] > self.quality.choose(_CLOSE)].tolist()
        missed = [who for who in seen[aside[seen]] if self._misses(frame, who, moved[:, who])]
        seen = seen[~np.isin(seen, missed)] if missed else seen
        glass = seen[seen != walkers.DREAMER]
        self._glass = steps.at[:, glass].T, self._tall[glass]
        meshes = [self._who[who].mesh(people.CLOSE if who in close else self._level(frame, size[who])) for who in seen]
        # images of those who are close are below the picture
        meshes += [self._who[who].mesh(self._level(frame, size[who], 2 if who in close else 1)) for who in seen]
        self._corners = np.zeros((2, 2), np.int64)
        if meshes:
            self._crowd = skin.crowd(meshes, seen, moved, self._crowd)
            self._write(frame, self._crowd, seen)
        own = np.arange(WALKERS) * 0.618 % 1.0
        own[0] = -1.0  # the dreamer
        chest = np.stack([steps.at[0], _CHEST * self._tall, steps.at[1], own], axis=1)
        everybody = np.concatenate([np.hstack([mood, here[:, None]]), chest])
        self._selves: dict[str, object] = {"people": _packed(everybody)}
        self._selves |= lamps(frame, self.streams)
        self._soles = _packed(_soles(self._rest, moved))

    def _write(self, frame: Frame, crowd: skin.Crowd, seen: NDArray[np.int64]) -> None:
        """Give the buffers what of the crowd looks at the camera, all of their images, and the outlines."""
        skin.blown(crowd, frame.snapshot.seconds)
        sizes = np.array([len(mesh.triangles) for mesh in crowd.meshes])
        eye = np.array(frame.camera.position)
        shown = skin.facing(crowd, eye)
        pixel = 2.0 * frame.camera.tangents(frame.size[0] / frame.size[1])[1] / frame.size[1]
        strips, order, whose = skin.outline(crowd, shown, eye, pixel)
        self._outlined = _parts(np.full(len(whose), 3), whose)
        faces = sizes[: len(seen)]
        count = np.add.reduceat(shown, np.cumsum(faces) - faces, dtype=np.int64)
        self._corners, self._twins = _parts(3 * count, seen), _parts(3 * sizes[len(seen) :], seen)
        self._twins[:, 0] += self._corners[:, 1].sum()
        self._vertices.write(crowd.vertices)
        self._order.write(np.concatenate([crowd.triangles[shown], crowd.images]))
        self._strips.write(strips)
        self._strip_order.write(order)

    def _rhythm(self, frame: Frame) -> F64 | None:
        """How the strangers step to music, where the scene has them do so."""
        rhythm = frame.snapshot.cast.rhythm
        return rhythm if rhythm.shape == SHAPE else None

    def _moods(self, frame: Frame) -> tuple[F64, F64]:
        """How present the dreamer and the strangers are, `(n,)`, and the colours of what they feel, `(n, 3)`."""
        bodies = frame.snapshot.cast.bodies
        slot = np.concatenate([[self.dreamer], self.first + np.arange(walkers.STRANGERS)])
        there = (slot >= 0) & (slot < bodies.presence.size)
        slot = np.where(there, slot, 0)
        mood = mix_colours(bodies.emotion[:, slot])
        return bodies.presence[slot].astype(np.float64) * there, mood.astype(np.float64)

    def _in_view(self, frame: Frame, at: F64, presence: F64) -> tuple[NDArray[np.int64], F64, F64, NDArray[np.bool_]]:
        """Who may be seen, the dreamer and then near ones first; of everybody, m deep, and presence by nearness.

        And who of the strangers stands beside the picture, so that only a part of them may be seen.
        """
        right, _, forward = frame.camera.basis()
        x, y, z = frame.camera.position
        away = np.stack([at[0] - x, np.full(WALKERS, 0.9 - y), at[1] - z], axis=1)
        deep, beside = away @ forward, np.abs(away @ right)
        here = presence * smoothstep(np.hypot(away[:, 0], away[:, 2]), *_FADES)
        here[walkers.DREAMER] = presence[walkers.DREAMER]
        wide = frame.camera.tangents(frame.size[0] / frame.size[1])[0]
        seen = (here > _SHOWN) & (deep > 0.3) & (beside < wide * deep + 1.0)
        order = np.argsort(np.where(np.arange(WALKERS) == walkers.DREAMER, 0.0, deep), kind="stable")
        aside = beside > wide * deep
        aside[walkers.DREAMER] = False
        return order[seen[order]], deep, here, aside

    def _misses(self, frame: Frame, who: int, moved: F32) -> bool:
        """Whether somebody and their image are beside the picture, as far as their coarsest mesh tells."""
        x, _, _, w = frame.camera.view_projection(frame.size[0] / frame.size[1])
        sides = np.stack([w + x, w - x])
        at = self._who[who].mesh(people.MESHES[-1]).weighted @ moved.transpose(0, 2, 1).reshape(-1, 3)
        both = np.stack([at, at * np.array([1.0, -1.0, 1.0], np.float32)])
        most = (both @ sides[:, :3].T).max(axis=(0, 1)) + sides[:, 3]
        return bool((most < -_COARSE * np.linalg.norm(sides[:, :3], axis=1)).any())

    def _reach(self, frame: Frame) -> tuple[int, int, int, int] | None:
        """The rectangle of the picture that is seen through strangers, px: around them, and as far as they bend it."""
        at, tall = self._glass
        if not len(tall):
            return None
        foot = np.insert(at, 1, 0.0, axis=1)[:, None]
        corners = (foot + tall[:, None, None] * _BOX).reshape(-1, 3).astype(np.float32)
        width, height = frame.size
        around = bounds(corners, frame.camera.view_projection(width / height), frame.size)
        if around is None:
            return None
        near = float(np.hypot(*(at - np.array(frame.camera.position)[::2]).T).min())
        bent = _BENT / (0.6 + 0.15 * max(near - 1.0, 0.0))
        left, bottom = max(0, around[0] - int(bent * width) - 2), max(0, around[1] - int(bent * height) - 2)
        right = min(width, around[0] + around[2] + int(bent * width) + 2)
        top = min(height, around[1] + around[3] + int(bent * height) + 2)
        return left, bottom, right - left, top - bottom

    def _level(self, frame: Frame, size: float, coarser: int = 0) -> str:
        """The mesh that is fine enough where a metre is `size` px, or one so many levels `coarser`."""
        level = sum(bool(size < least) for least in self.quality.choose(_FINE)) + int(frame.reduced) + coarser
        return people.MESHES[min(level, len(people.MESHES) - 1)]


def _parts(sizes: NDArray[np.int64], whose: NDArray[np.int64] | F32) -> NDArray[np.int64]:
    """First and count of what is the strangers' and of what is the dreamer's, who comes first, `(2, 2)`."""
    dark = int(sizes[whose == walkers.DREAMER].sum())
    return np.array([[dark, int(sizes.sum()) - dark], [0, dark]])


def _packed(values: F64) -> bytes:
    return values.astype(np.float32).tobytes()


def _soles(rest: F64, moved: NDArray[np.float32]) -> F64:
    """Where the balls of the feet are, `(2 n, 3)` m in the world, left and right in turn."""
    balls = [
        carried(moved[BONES.index(f"foot_{side}")].astype(np.float64), rest[JOINTS.index(f"ball_{side}")])
        for side in "lr"
    ]
    return np.stack(balls, axis=1).reshape(-1, 3)
