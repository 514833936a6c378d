"""The strangers whose eyes make up the mosaic: what they feel, and what each pair looks like; gaze.py moves them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.places.face.head import Head, head, lips_at
from dreamscape.places.face.mosaic import FACE_CELLS, STRAY_CELLS, Mosaic, mosaic
from dreamscape.places.face.relief import HALF_SIZE
from dreamscape.rng import Streams

QUICK, CALM, SLOW = range(3)  # the target of attention that an eye follows
PEOPLE = (FACE_CELLS + STRAY_CELLS) // 2  # each has two eyes; the first is the face itself
SLOTS = 97  # random numbers drawn for each person before they repeat

# Linear RGB: skin from dark to pale, and irises as outer and inner colour.
_SKIN = np.array(
    [(0.045, 0.020, 0.012), (0.13, 0.056, 0.030), (0.27, 0.125, 0.066), (0.43, 0.235, 0.145), (0.60, 0.40, 0.30)]
)
IRISES = "dark_brown", "brown", "amber", "hazel", "green", "blue", "grey"
_IRIS = np.array(
    [
        [(0.045, 0.018, 0.008), (0.09, 0.038, 0.016)],
        [(0.095, 0.040, 0.015), (0.20, 0.088, 0.032)],
        [(0.20, 0.085, 0.020), (0.46, 0.220, 0.055)],
        [(0.10, 0.105, 0.030), (0.36, 0.190, 0.045)],
        [(0.045, 0.150, 0.075), (0.32, 0.260, 0.070)],
        [(0.050, 0.135, 0.300), (0.25, 0.370, 0.480)],
        [(0.120, 0.160, 0.210), (0.34, 0.400, 0.450)],
    ]
)
_IRIS_SHARE = np.array((0.22, 0.21, 0.10, 0.13, 0.12, 0.12, 0.10))


@dataclass(frozen=True, slots=True)
class Feeling:
    """How an emotion shows in an eye: lids in half widths of the eye, times in seconds.

    Attributes:
        share: fraction of the strangers who feel it.
        upper, lower: height of the open lids over the line between the corners.
        brow: how far the brow's inner end is raised.
        squint: how far the lower lid is pushed up, 0 to 1.
        age: least and greatest, 0 a child's to 1 an elder's.
        blink, dwell: mean time between blinks, and between small saccades.
        follows: QUICK, CALM or SLOW.
    """

    share: float
    upper: float
    lower: float
    brow: float
    squint: float
    age: tuple[float, float]
    blink: float
    dwell: float
    follows: int


FEELINGS = {
    "sadness": Feeling(0.13, 0.40, 0.25, 0.10, 0.10, (0.25, 0.75), 4.6, 2.2, SLOW),
    "resilience": Feeling(0.12, 0.42, 0.24, -0.03, 0.25, (0.30, 0.65), 6.0, 2.6, CALM),
    "impatience": Feeling(0.11, 0.38, 0.22, -0.10, 0.35, (0.25, 0.60), 2.4, 0.6, QUICK),
    "grief": Feeling(0.14, 0.41, 0.27, 0.13, 0.15, (0.20, 0.80), 3.6, 1.8, SLOW),
    "curiosity": Feeling(0.15, 0.60, 0.35, 0.06, 0.00, (0.00, 0.08), 4.2, 0.75, QUICK),
    "wisdom": Feeling(0.14, 0.36, 0.22, 0.00, 0.25, (0.85, 1.00), 5.0, 2.9, SLOW),
    "tenderness": Feeling(0.11, 0.43, 0.26, 0.03, 0.25, (0.15, 0.55), 4.4, 2.0, CALM),
    "joy": Feeling(0.10, 0.38, 0.23, 0.03, 0.65, (0.20, 0.70), 3.8, 1.2, CALM),
}


@dataclass(frozen=True, slots=True)
class FaceEyes:
    """The eyes of one seed, n of them, in the order of the mosaic's cells.

    Attributes:
        mosaic: the cells.
        head: whose face they add up to.
        emotion: `(n,)` names of FEELINGS.
        looks: `(n, 8, 4) float32`, what does not change; see `_looks`.
        scale: `(n,) float32`, m, half the width of the eye.
        clock: `(n, 6) float32`: s between blinks and between saccades, s at which it appears, opens, and first weeps
            (inf for never), and a phase in turns.
        follows: `(n,) int64`, QUICK, CALM or SLOW.
        chance: `(n, SLOTS, 3) float32`, random, 0 to 1.
    """

    mosaic: Mosaic
    head: Head
    emotion: NDArray[np.str_]
    looks: F32
    scale: F32
    clock: F32
    follows: NDArray[np.int64]
    chance: F32


@dataclass(frozen=True, slots=True)
class Complexions:
    """The skin and the eyes of everybody, the face itself first.

    Attributes:
        tone: `(PEOPLE,) float64`, how pale, 0 to 1.
        iris: `(PEOPLE,) int64`, the number of one of `IRISES`.
        random: what has drawn them, for all else about their looks.
    """

    tone: NDArray[np.float64]
    iris: NDArray[np.int64]
    random: np.random.Generator

    @property
    def light(self) -> float:
        """What part of the strangers has green, blue or grey eyes."""
        return round(float((self.iris[1:] >= IRISES.index("green")).mean()), 3)


def complexions(streams: Streams) -> Complexions:
    """Those of this seed."""
    random = streams.at("looks")
    tone = np.clip(random.beta(1.5, 1.25, PEOPLE), 0.04, 0.98)
    tone[0] = np.clip(tone[0], 0.30, 0.80)
    pale = np.clip(tone * 1.6 - 0.3, 0.0, 1.0)[:, None]
    share = _IRIS_SHARE * (pale + (1.0 - pale) * np.array((2.6, 1.8, 0.8, 0.5, 0.15, 0.05, 0.1)))
    iris = (np.cumsum(share / share.sum(1, keepdims=True), axis=1) < random.random((PEOPLE, 1))).sum(1)
    iris[0] = streams.at("face's iris").integers(len(IRISES))  # of any colour, whatever its skin
    return Complexions(tone, np.minimum(iris, len(IRISES) - 1), random)


def iris_colours(streams: Streams) -> NDArray[np.float64]:
    """The outer and the inner colour of the irises of the face itself, (2, 3), linear."""
    return np.asarray(_IRIS[complexions(streams).iris[0]])


def face_eyes(streams: Streams) -> FaceEyes:
    """The eyes of this seed."""
    return _face_eyes(streams.seed)


@lru_cache(maxsize=2)
def _face_eyes(seed: int) -> FaceEyes:
    streams = Streams(seed)
    cells = mosaic(streams)
    person = cells.pair
    random = streams.at("onlookers")
    people = int(person.max()) + 1
    names = np.array(list(FEELINGS))
    share = np.array([FEELINGS[name].share for name in names])
    emotions = np.repeat(names, np.ceil(share / share.sum() * people).astype(int))
    emotions = random.permutation(emotions)[:people]
    emotions[0] = "tenderness"  # the face's own eyes
    feelings = [FEELINGS[name] for name in emotions]
    age = np.array([random.uniform(*feeling.age) for feeling in feelings])
    one = head(streams)
    age[0] = one.age
    far = np.hypot(cells.centre[0], 0.75 * (cells.centre[1] - 0.1))
    scale = np.minimum(cells.reach[0] * 0.80, cells.reach[1] * 1.34).clip(max=0.19).astype(np.float32)
    scale[:2] = one.eyes[:, 2]
    looks = _looks(cells, scale, feelings, age, streams)
    early = random.random(people)[person]
    clock = np.zeros((len(person), 6))
    clock[:, 0] = np.array([f.blink for f in feelings])[person] * (0.8 + 0.5 * random.random(people))[person]
    clock[:, 1] = np.array([f.dwell for f in feelings])[person] * (0.8 + 0.4 * random.random(people))[person]
    clock[:, 2] = 0.9 + 1.5 * far + 1.2 * early
    clock[:, 3] = np.where(person == 0, 3.0, 3.9 + 2.0 * far + 2.4 * early)
    grieves = (emotions == "grief")[person]
    clock[:, 4] = np.where(grieves, -1.5 + 10.5 * random.random(len(person)), np.inf)
    clock[:, 5] = random.random(people)[person]
    chances = random.random((people, SLOTS, 3), dtype=np.float32)[person]
    follows = np.array([f.follows for f in feelings])[person]
    return FaceEyes(cells, one, emotions[person], looks, scale, clock.astype(np.float32), follows, chances)


def _looks(cells: Mosaic, scale: F32, feelings: list[Feeling], age: NDArray[np.float64], streams: Streams) -> F32:
    """What does not change about each eye, `(n, 8, 4)`:

    0 centre x, y, half width, tilt; 1 skin, age; 2 outer iris, pupil as a fraction of it; 3 inner iris, limbal ring;
    4 upper lid, lower lid, slant, squint; 5 crease's depth and height, brow's inner rise and thickness; 6 side of the
    inner corner, lashes' length, iris radius, person; 7 x, y of the cell in the face's grid, blush, 1 beside the face.
    """
    whose = complexions(streams)
    random, tone = whose.random, whose.tone
    person, n, people = cells.pair, len(cells.pair), len(feelings)

    def each(low: float, high: float) -> NDArray[np.float64]:
        return np.asarray(random.uniform(low, high, people)[person], np.float64)

    ramp = np.stack([np.interp(tone, np.linspace(0, 1, len(_SKIN)), _SKIN[:, k]) for k in range(3)], axis=1)
    iris = _IRIS[whose.iris] * random.uniform(0.45, 1.15, (people, 2, 1))
    years = age[person]
    child = np.clip(1.0 - years * 6.0, 0.0, 1.0)
    nuance = random.uniform(0.96, 1.04, n)  # even the two eyes of one person differ
    table = np.zeros((n, 8, 4))
    table[:, 0] = np.stack([*cells.centre, scale, cells.tilt], axis=1)
    table[:, 1, :3], table[:, 1, 3] = ramp[person] * nuance[:, None], years
    table[:, 2, :3], table[:, 2, 3] = iris[person, 0], each(0.36, 0.46) + 0.05 * child
    table[:, 3, :3], table[:, 3, 3] = iris[person, 1], each(0.35, 0.95)
    lids = np.array([(f.upper, f.lower, f.brow, f.squint) for f in feelings])[person]
    lips = 1.0 - 0.80 * lips_at(head(streams), cells.centre)  # nearly closed eyes read as a mouth
    table[:, 4, 0] = lids[:, 0] * each(0.92, 1.10) * nuance * lips
    table[:, 4, 1] = lids[:, 1] * each(0.90, 1.10) * lips
    table[:, 4, 2] = each(-0.02, 0.12) - 0.8 * np.maximum(lids[:, 2], 0.0)
    table[:, 4, 3] = lids[:, 3]
    table[:, 5, 0] = each(0.15, 1.0) * (1.0 - 0.5 * child)
    table[:, 5, 1] = each(0.10, 0.24) * (1.0 - 0.5 * np.clip(years - 0.7, 0.0, 1.0) / 0.3)
    table[:, 5, 2], table[:, 5, 3] = lids[:, 2], each(0.05, 0.11) * (1.0 - 0.4 * child)
    lashes, iris_radius = each(0.7, 1.3) * (1.0 - 0.4 * years), each(0.47, 0.54) + 0.05 * child
    table[:, 6] = np.stack([cells.side, lashes, iris_radius, person], 1)
    table[:, 7, 0] = 0.5 + 0.5 * cells.centre[0] / HALF_SIZE[0]
    table[:, 7, 1] = 0.5 + 0.5 * cells.centre[1] / HALF_SIZE[1]
    table[:, 7, 2] = each(0.0, 1.0)
    table[FACE_CELLS:, 7, 3] = 1.0
    return np.ascontiguousarray(table, np.float32)
