"""People who walk: what breaks here makes feet slide, limbs come apart, or crowds that bob like corks."""

import numpy as np
import pytest

from dreamscape.places.street.attitudes import attitudes
from dreamscape.places.street.footfalls import steps_at
from dreamscape.places.street.gait import BONES, JOINTS, bones, build, carried
from dreamscape.places.street.walkers import END, STOPS, distance_walked, everybody, heights, places_at
from dreamscape.rng import Streams

SEEDS = (7, 42)
FRAME = 1.0 / 15.0  # s
MOMENTS = np.arange(0.0, 40.0, FRAME)  # s; the dreamer slows from 25 s and stands from 37 s on


class Walk:
    """All joints of everybody at all moments, and where they are in their steps."""

    def __init__(self, seed: int) -> None:
        streams = Streams(seed)
        self.who = everybody(streams)
        self.rest = np.stack([person.joints for person in self.who], axis=1)
        self.steps = [steps_at(streams, t) for t in MOMENTS]
        moved = [
            bones(build(self.rest), s, attitudes(streams, t)).astype(np.float64)
            for s, t in zip(self.steps, MOMENTS, strict=True)
        ]
        self.bones = np.stack(moved)  # (t, 13, n, 3, 4)
        self.planted = np.stack([s.swung <= 0.0 for s in self.steps])  # (t, 2, n)
        self.past = np.stack([s.past for s in self.steps])

    def at(self, bone: str, joint: str) -> np.ndarray:
        """Where a bone carries a joint, (t, n, 3) m."""
        return np.asarray(carried(self.bones[:, BONES.index(bone)], self.rest[JOINTS.index(joint)]))


@pytest.fixture(params=SEEDS, scope="module")
def walk(request: pytest.FixtureRequest) -> Walk:
    return Walk(request.param)


def longest_slip(at: np.ndarray, held: np.ndarray) -> float:
    """How far a point `(t, 3)` moves over the ground in any run of moments in which it is held, m."""
    worst, start = 0.0, 0
    for end in range(1, len(held) + 1):
        if end == len(held) or not held[end] or not held[start]:
            run = at[start:end, ::2] if held[start] else at[:0, ::2]
            if len(run) > 1:
                worst = max(worst, float(np.ptp(run, axis=0).max()))
            start = end
    return worst


@pytest.mark.slow
@pytest.mark.parametrize("side", ["l", "r"])
def test_a_planted_foot_stays(walk: Walk, side: str) -> None:
    """Its ball once the sole is flat, and its ankle until the heel rises: under 1 cm, at every height and speed."""
    k = "lr".index(side)
    ball, ankle = walk.at(f"foot_{side}", f"ball_{side}"), walk.at(f"foot_{side}", f"ankle_{side}")
    flat = walk.planted[:, k] & (walk.past[:, k] > -0.32)
    for who in range(len(walk.who)):
        assert longest_slip(ball[:, who], flat[:, who]) < 0.01
        assert longest_slip(ankle[:, who], flat[:, who] & (walk.past[:, k, who] < 0.15)) < 0.01
        assert abs(ball[flat[:, who], who, 1]).max() < 0.005  # on the ground


@pytest.mark.slow
def test_feet_are_planted_for_six_tenths_and_always_one_of_them(walk: Walk) -> None:
    going = np.array([s.pace for s in walk.steps]) >= 1.0
    assert walk.planted.any(axis=1).all()
    share = walk.planted[np.broadcast_to(going[:, None], walk.planted.shape)].mean()
    assert 0.57 < share < 0.65


def test_limbs_hold_together(walk: Walk) -> None:
    """Shanks end where feet begin, arms where forearms do."""
    for side in "lr":
        for upper, lower, joint in (
            ("thigh", "shank", "knee"),
            ("shank", "foot", "ankle"),
            ("arm", "forearm", "elbow"),
        ):
            a, b = (walk.at(f"{bone}_{side}", f"{joint}_{side}") for bone in (upper, lower))
            assert abs(a - b).max() < 0.004, joint


def test_the_pelvis_bobs_by_three_to_five_centimetres(walk: Walk) -> None:
    """Of somebody 1.75 m tall, in every stride of who walks."""
    high = walk.at("pelvis", "pelvis")[..., 1]
    pace, count = (np.array([getattr(s, name) for s in walk.steps]) for name in ("pace", "count"))
    for who, person in enumerate(walk.who):
        stride = np.floor(count[:, who] / 2.0)
        for number in np.unique(stride)[1:-1]:
            during = stride == number
            if pace[during, who].min() >= 1.0:
                assert 0.03 < np.ptp(high[during, who]) * 1.75 / person.tall < 0.05


def test_nothing_jumps(walk: Walk) -> None:
    """From one picture to the next no joint moves faster than 5 m/s."""
    for bone, joint in (("head", "neck"), ("forearm_l", "wrist_l"), ("foot_l", "ankle_l"), ("foot_r", "heel_r")):
        assert np.linalg.norm(np.diff(walk.at(bone, joint), axis=0), axis=2).max() < 5.0 * FRAME


def test_the_dreamer_ends_standing_with_both_feet_down(walk: Walk) -> None:
    late = np.flatnonzero(MOMENTS >= STOPS)[0]
    assert walk.planted[late:, :, 0].all()
    ball = [walk.at(f"foot_{side}", f"ball_{side}")[late, 0] for side in "lr"]
    assert 0.08 < np.linalg.norm(ball[0] - ball[1]) < 0.35
    assert distance_walked(STOPS) == END


def test_seeds_have_people_of_all_sizes() -> None:
    for seed in SEEDS:
        tall = heights(Streams(seed)) * 1.75
        assert tall.min() < 1.3
        assert 1.8 < tall.max() < 2.05
        assert len({round(float(t), 3) for t in tall}) > 8
        (x, z), _ = places_at(Streams(seed), 3.0)
        assert np.isfinite([x, z]).all()


def test_the_dreamer_looks_after_who_comes_by() -> None:
    """A head that never turns is a doll's, and one that snaps from one passer-by to the next is a bird's."""
    turned = np.array([attitudes(Streams(42), t).glance[0] for t in np.arange(0.0, 36.0, 0.1)])
    assert 0.25 < abs(turned).max() < 1.1
    assert abs(np.diff(turned)).max() < 0.12
