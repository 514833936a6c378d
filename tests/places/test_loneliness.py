"""The shadow of Loneliness: a body with a gesture; without it a smudge crosses the last act."""

from dreamscape.layers.shadow_of_loneliness import gestures


def test_both_gestures_are_a_body_that_the_picture_holds() -> None:
    """Between a tenth and a third of the picture is within, and nothing touches its sides."""
    for distance in (gestures()[..., 0], gestures()[..., 3]):
        within = distance > 128
        assert 0.10 < within.mean() < 0.34
        assert not within[:, [0, -1]].any()
        assert not within[-1].any()


def test_who_stands_bows_its_head_towards_the_light() -> None:
    """The head is farther to the right than the middle of the body."""
    within = gestures()[..., 0] > 128
    rows = within.any(axis=1).nonzero()[0]
    head, body = within[rows[-22:]].nonzero()[1].mean(), within.nonzero()[1].mean()
    assert head > body + 6
