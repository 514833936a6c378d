"""What a seed chooses of the face in the water."""

import math
from collections.abc import Iterator

from dreamscape.places.face.composition import LIGHTS, composition
from dreamscape.places.face.eyes import IRISES, complexions
from dreamscape.places.face.head import ACTIONS, AGES, features_of
from dreamscape.rng import Streams
from dreamscape.world.feature import SIDES, Feature, side

_WAYS = "near", "far"


def features(streams: Streams) -> Iterator[Feature]:
    """The face, its eyes, those of the strangers, and the light."""
    seen, face, people = composition(streams), features_of(streams), complexions(streams)
    yield Feature("age", face.generation, "whose face it is most of all", tuple(AGES))
    yield Feature("years", round(face.age, 3), "how old it is, 0 a child's to 1 an elder's", unit="part")
    yield Feature("feelings", tuple(ACTIONS[k] for k in face.order), "what it feels, in this order", ACTIONS)
    yield Feature("iris", IRISES[people.iris[0]], "the colour of its eyes", IRISES)
    yield Feature("skin", round(float(people.tone[0]), 2), "how pale it is, 0 to 1", unit="part")
    yield Feature("light_eyes", people.light, "of the strangers who have blue, grey or green ones", unit="part")
    yield Feature("face", side(seen.place[0] > 0.5), "on which side of the picture it lies", SIDES)
    yield Feature("size", round(seen.part, 3), "its height, of the picture's", unit="part")
    yield Feature("tilt", round(math.degrees(seen.tilt), 1), "how far it is tilted", unit="degrees")
    yield Feature("from", _WAYS[seen.first[0] > 1.0], "whether the view comes from near or far", _WAYS)
    yield Feature("light", seen.light, "what shines", tuple(LIGHTS))
    yield Feature("lit_from", side(seen.away > 0.0), "the side that the light comes from", SIDES)
