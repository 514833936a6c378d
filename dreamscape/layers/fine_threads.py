"""Fine threads: the cast's threads where they are many and far, each a single strand of grains a few pixels wide."""

from functools import cache

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.camera import Camera
from dreamscape.easing import smoothstep
from dreamscape.parameters import Parameter
from dreamscape.physics.emotions import GOLD, mix_colours
from dreamscape.physics.grains import ROWS, mix_grains
from dreamscape.physics.strands import Strands
from dreamscape.quality import Quality
from dreamscape.render import bundles, grain_texture
from dreamscape.render.grain_texture import HALF, PERIOD
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.thread_textures import ThreadTextures
from dreamscape.rng import Streams

PLACES = (16, 18, 20, 28)  # along a thread, by tier
TEXELS = 3  # of each place
LEAST = (2.0, 2.0, 1.25, 1.25)  # px, by tier, half the width drawn at least; what is finer is dimmed, its grains merge
FEELER = np.float32(0.55)  # of its length, over which a thread fades towards a tip that has not arrived
SAG = 0.35  # of how far a thread is bent aside, that it hangs
PLAYED = np.float32(1.3)  # as of the layer `threads`
FINE = 0.22  # of the size of grains in the layer `threads`, for the choice of the texture
KINDS = [ROWS[name] for name in ("mist", "grit", "sparks", "drops")]
PROFILE = 0.341  # the mean of (1 - x^2)^6 across a thread, about that of grains


@cache
def spline(nodes: int, places: int) -> F32:
    """Maps nodes to places on their uniform cubic B-spline, which begins and ends in the outer ones, `(places, nodes)`.

    It rounds off the kinks of a thread that is tied to more than it has nodes for.
    """
    at = np.linspace(0.0, nodes - 1.0, places)
    first = np.minimum(at.astype(int), nodes - 2)
    f = at - first
    shares = (1 - f) ** 3 / 6, (3 * f**3 - 6 * f**2 + 4) / 6, (-3 * f**3 + 3 * f**2 + 3 * f + 1) / 6, f**3 / 6
    wide = np.zeros((places, nodes + 2))
    for offset, share in enumerate(shares):
        np.add.at(wide, (np.arange(places), first + offset), share)
    result = wide[:, 1:-1].copy()  # the points beyond the ends lie as far out as the ones before them lie in
    for beyond, end, before in ((wide[:, 0], 0, 1), (wide[:, -1], -1, -2)):
        result[:, end] += 2.0 * beyond
        result[:, before] -= beyond
    result.setflags(write=False)
    return np.asarray(result, np.float32)


def bent(points: F32, born: NDArray[np.int64], camera: Camera, seconds: float) -> F32:
    """How far aside threads are at places spread evenly along them, for each metre between their ends.

    A taut thread is straight, and many of them look like a drawing of triangles; bent, each goes its own way.

    Args:
        points: (3, places, n) float32, m, the threads.
        born: (n,) int64, their serial numbers, which choose the side and how far.
        camera: whose picture they are bent in.
        seconds: s, they sway slowly.

    Returns:
        (3, places, n) float32, m; nothing at both ends.
    """
    s = np.linspace(0.0, 1.0, points.shape[1])[:, None]
    own = born * 0.7548776662 % 1.0
    much = np.where(own < 0.5, own + 0.5, -own) * (1.0 + 0.2 * np.sin(0.4 * seconds + 40.0 * own))
    run = points[:, -1] - points[:, 0]
    right, up = camera.basis()[:2, :, None]
    across, along = (run * right).sum(axis=0), (run * up).sum(axis=0)
    aside = (right * along - up * across) * much - np.array(((0.0,), (SAG,), (0.0,))) * np.hypot(across, along)
    return np.asarray(4.0 * s * (1.0 - s) * (0.7 + 0.6 * s) * aside[:, None], np.float32)


class FineThreads(Layer):
    """The cast's threads where they are many and far: each a single strand of grains a few pixels wide.

    A strip along a smooth curve; the heart's beats run out along it from the root.
    """

    blend = "add"
    leaves_depth = True

    width = Parameter(1.5, 0.2, 20.0, "px at 720", "half of a thread's, 9 m away")
    brightness = Parameter(1.0, 0.0, 8.0, "x", "of all")
    beats = Parameter(0.0, 0.0, 4.0, "x", "how much brighter a heartbeat is that runs along it")
    golden = Parameter(0.85, 0.0, 1.0, "part", "how much of the colour is gold rather than the feeling's")
    bow = Parameter(0.0, 0.0, 0.5, "part", "of its length, how far a thread is bent aside in its middle")
    taper = Parameter(0.05, 0.001, 0.5, "part", "of its length, over which each end fades into nothing")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Draw the grains."""
        grain_texture.grains()

    def build(self) -> None:
        """The textures grow to the cast's size when it is first seen."""
        self._ribbon = self.shader.array([])
        self._mean = grain_texture.grains().mean(axis=(0, 1)) / np.float32(PROFILE)
        self._textures = ThreadTextures(self.ctx, TEXELS)
        self._reduced, self._golden = 0, -1.0

    def draw(self, frame: Frame) -> None:
        """Draw the threads that are present."""
        state = frame.snapshot.cast.strands
        _, nodes, count = state.pos.shape
        present = np.flatnonzero(state.presence > 0)
        if present.size == 0:
            return
        anew = self._textures.fit(nodes, count, self.quality.choose(PLACES))
        feelings = state.emotion[:, :, present]
        if anew or self.golden != self._golden or not np.array_equal(feelings, self._feelings):
            self._feel(feelings)
        self._compute(frame, state, present)
        reduced = grain_texture.reduction(FINE * frame.size[1])
        if self._reduced != reduced:
            self._reduced, self._grains = reduced, grain_texture.make(self.ctx, grain_texture.grains(), reduced)
        places = len(self._textures.along)
        self.feed(self.shader, frame, count=places, grain_texture=self._grains, **self._textures.named())
        self._ribbon.render(moderngl.TRIANGLE_STRIP, vertices=2 * places, instances=int(present.size))

    def _feel(self, feelings: F32) -> None:
        """Write what the feelings `(2, 8, n)` of root and tip say of threads; they change seldom."""
        self._feelings, self._golden = feelings, self.golden
        weights = np.ascontiguousarray(feelings.transpose(1, 0, 2))
        self._mixed = mix_grains(weights)
        looks = self._textures.looks[: feelings.shape[2]]
        colours = mix_colours(weights)
        looks[:, :2, :3] = colours + (GOLD - colours) * self.golden
        kinds = self._mixed[KINDS].transpose(2, 1, 0)
        looks[:, :2, 3] = kinds @ self._mean
        looks[:, 2:] = kinds
        self._textures.write_looks(len(looks))

    def _compute(self, frame: Frame, state: Strands, present: NDArray[np.int64]) -> None:
        """Write where the threads are seen at each place, their light, and where their grains are."""
        s = self._textures.along
        matrix = spline(self._textures.nodes, len(s))
        points: F32 = np.matmul(matrix, frame.snapshot.strand_nodes()[:, :, present])
        if self.bow:
            points += bent(points, state.born[present], frame.camera, frame.snapshot.act_seconds) * np.float32(self.bow)
        screen = bundles.seen(points, frame.camera, frame.size)
        pixel = 720.0 / frame.size[1]
        wanted = np.float32(self.width) * np.sqrt(screen.near)
        half = np.maximum(wanted, np.float32(self.quality.choose(LEAST) * pixel))
        reach = state.reach[present]
        feeler = FEELER * smoothstep(reach, 1.0, 0.88) * (state.anchor[1, present] >= 0)
        ends = smoothstep(s / self.taper, 0.0, 1.0) * smoothstep((1.0 - s) / (self.taper + feeler), 0.0, 1.0)
        spark = (reach < state.reach_goal[present]) * np.maximum(1.0 - 16.0 * (1.0 - s), 0.0)
        ahead = np.clip((screen.clip[3] - bundles.NEAREST) * 2.0, 0.0, 1.0)
        ends = ends * (0.72 + 0.55 * abs(2.0 * s - 1.0) ** 3)  # the lights that it ties are on it
        light = (0.5 + 0.52 * (matrix @ state.tension[:, present])) * (ends + 1.5 * spark) * ahead * wanted / half
        values = self._textures.values[: present.size]
        values[:, :, 0] = screen.clip.transpose(2, 1, 0)
        values[:, :, 1, :2] = screen.across.transpose(2, 1, 0)
        values[:, :, 1, 2] = half.T
        played = 1.0 + PLAYED * frame.snapshot.heard.played(state.born[present] * 0.6180339887 % 1.0)
        values[:, :, 1, 3] = (light * state.presence[present] * np.float32(self.brightness) * played).T
        values[:, :, 2, 0] = self._grain_places(frame, state, present, screen.length, half).T
        values[:, :, 2, 1] = np.clip(1.2 * wanted / pixel - 0.9, 0.0, 0.65).T
        self._textures.write_places(len(values))

    def _grain_places(
        self, frame: Frame, state: Strands, present: NDArray[np.int64], length: F32, half: F32
    ) -> NDArray[np.float64]:
        """Where in the texture the grains are, `(s, n)`: as long as wide, on their way to whoever feels more."""
        own = state.born[present] * 0.6180339887 % 1.0
        speed = self._mixed[ROWS["speed"]].mean(axis=0) * np.where(own < 0.7, 1.0, -1.0)
        gone = (frame.snapshot.act_seconds * speed / PERIOD + own * 7.0) % 1.0
        return np.asarray(length * (HALF / PERIOD / half.mean(axis=0)) - gone, np.float64)
