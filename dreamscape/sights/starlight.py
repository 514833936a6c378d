"""What is seen of the stone, the veins and the threads."""

from collections.abc import Iterator

from dreamscape.places.hand.pose import Pose
from dreamscape.places.night.far_view import FarView
from dreamscape.places.night.weather import Weather
from dreamscape.rng import Streams
from dreamscape.sights.words import across
from dreamscape.world.sight import Sight


def sights(streams: Streams, melts: float, rises: float, blurs: float, threads: float) -> Iterator[Sight]:
    """The hand, the stone that melts, then the shore and the threads; `melts` to `threads` are their times, s."""
    pose, view, weather = Pose.from_seed(streams), FarView.from_seed(streams), Weather.from_seed(streams)
    hand = "left" if pose.left else "right"
    yield Sight(0.0, (f"An open {hand} hand.", "A dark stone lies in its palm."), weight=1.0)
    yield Sight(melts, ("The stone melts into light.",), weight=0.95)
    yield Sight(rises, ("The light runs into the veins.", "It climbs the arm."), until=rises + 7.0, weight=0.9)
    yield Sight(blurs, ("All grows soft.", "Discs of light drift by."), until=blurs + 3.5, weight=0.6)
    sky = "The aurora is strong." if weather.aurora > 0.5 else "Haze lies on the sea." if weather.haze > 0.55 else ""
    dreamer = f"The dreamer stands {across(view.place[0])}, one arm out."
    yield Sight(threads - 1.4, ("The shore, at night.", dreamer, *filter(None, (sky,))), weight=0.8)
    yield Sight(
        threads,
        ("Threads shoot out over the shore.", "They run from one arm to birds, to lights on the sea, to the cloud."),
        until=threads + 5.0,
        weight=0.92,
    )
    yield Sight(threads + 3.4, ("The threads draw tight.", "All are pushed apart."), until=threads + 7.0, weight=0.85)
    yield Sight(threads + 7.0, ("They are let go, and they dance.",), weight=0.9)
