"""What a seed chooses of the hand and of the shore's night."""

import math
from collections.abc import Iterator

from dreamscape.places.hand.pose import Pose
from dreamscape.places.night.far_view import FarView
from dreamscape.places.night.weather import NIGHTS, Weather
from dreamscape.world.feature import SIDES, Feature, side


def features(pose: Pose, view: FarView, weather: Weather) -> Iterator[Feature]:
    """The hand, the night, and where the dreamer stands in it."""
    yield Feature("hand", side(not pose.left), "which hand holds the stone", SIDES)
    yield Feature("forearm", round(math.degrees(pose.roll), 1), "how far the forearm rises", unit="degrees")
    yield Feature("night", weather.night, "the colour of the night", tuple(NIGHTS))
    yield Feature("storm", round(weather.storm, 2), "brightness of the lightning", unit="x")
    yield Feature("swell", round(weather.swell, 2), "height of the swell", unit="m")
    yield Feature("aurora", round(weather.aurora, 2), "brightness of the aurora", unit="x")
    yield Feature("haze", round(weather.haze * weather.mist, 2), "how much haze there is", unit="x")
    yield Feature("stars", round(weather.stars, 2), "brightness of the stars", unit="x")
    yield Feature("dreamer", round(view.place[0], 3), "where the dreamer stands, from the left", unit="part")
    yield Feature("distance", round(view.distance, 1), "from which the dreamer is seen", unit="m")
