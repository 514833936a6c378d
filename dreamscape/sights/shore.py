"""What is seen on the shore."""

from collections.abc import Iterator

from dreamscape.places.shore import coast
from dreamscape.places.shore.outline import Outline
from dreamscape.rng import Streams
from dreamscape.sights.words import across
from dreamscape.world.sight import Sight

_FACES = {  # of the promontory's rock, by outline
    "steps": "The cliff goes down in steps.", "beak": "The cliff is hollow, like a beak.",
    "buttress": "The cliff is broad.", "prow": "The cliff leans out, like a prow.",
    "cave": "The sea has cut a cave into the cliff.", "shelves": "The cliff is a stair for giants.",
    "arch": "Beside the cliff stands an arch of rock.",
}  # fmt: skip
_CRESTS = {"tor": "A pile of stones stands on it.", "needle": "A needle of rock stands on it.",
           "fin": "Slabs stand on it, on edge."}  # fmt: skip
_HIGH, _LOW = 2.2, 0.9  # m, swell that is worth a word


def sights(streams: Streams, storm: float, aurora: float, swell: float, sun: float) -> Iterator[Sight]:
    """The dreamer on the ledge, the sky, and the thread that does not reach.

    Args:
        streams: the dream's randomness.
        storm, aurora: brightness, 1 as usual.
        swell: m, its height.
        sun: tangent of its height; 0 for night.
    """
    azimuth, lean = coast.seam(streams)
    where, leans = across(0.5 + 0.6 * azimuth), ", leaning" if abs(lean) > 0.25 else ""
    when = "Night." if not sun else "Morning; the sun is low." if sun < 0.3 else "Full day."
    yield Sight(0.0, ("A cliff's edge over an endless ocean.", when), weight=1.0)
    yield Sight(2.0, ("Someone stands alone on the ledge, at the left.",), weight=0.95)
    moss = "Moss glows green on the rock." if not sun else "Moss is green on the pale rock."
    outline = Outline.from_seed(streams)
    rock = _FACES[outline.face], *filter(None, (_CRESTS.get(outline.crest, ""), moss))
    yield Sight(4.0, rock, until=32.0, weight=0.56)
    yield Sight(5.0, ("Slowly we come nearer.",), until=26.0, weight=0.5)
    if sun:
        yield Sight(7.0, (f"The sun stands over the sea, {where}.",), until=30.0, weight=0.8)
    else:
        light = ("Aurora hangs there, in curtains.",) if aurora > 0.25 else ("The sky is clear, and full of stars.",)
        yield Sight(7.0, (f"The sky is split by a seam of light, {where}{leans}.", *light), until=30.0, weight=0.8)
    yield Sight(
        10.0,
        ("A thin thread of light leaves the dreamer's hand.", "It reaches out over the sea."),
        until=22.0,
        weight=0.9,
    )
    if swell > _HIGH or swell < _LOW:
        yield Sight(
            9.0, ("The swell is high." if swell > _HIGH else "The sea is almost still.",), until=30.0, weight=0.5
        )
    if storm > 1.3 and not sun:
        yield Sight(5.0, ("A storm stands far out.",), weight=0.5)
    yield Sight(17.0, ("Spray goes up at the foot of the cliff.",), weight=0.25)
    yield Sight(24.0, (f"The thread hangs over the sea, short of the {'sun' if sun else 'light'}.",), weight=0.7)
