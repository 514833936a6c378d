"""The lights on the street of spires, as the uniforms of glsl/acts/lamps.glsl."""

import math
import struct
from functools import lru_cache

from dreamscape.physics import bodies
from dreamscape.places.street import street
from dreamscape.places.street.walkers import KEY
from dreamscape.render.layer import Frame
from dreamscape.rng import Streams
from dreamscape.world.snapshot import Snapshot

_DOOR_MIDDLE = 2.9  # m above the ground


def lamps(frame: Frame, streams: Streams) -> dict[str, object]:
    """Where the key in the dreamer's hand is, m, and how bright the door; its middle; the way to it; the mist."""
    return {"lamps": _lamps(frame.snapshot, frame.camera.position, streams)}


@lru_cache(maxsize=2)  # of all layers of a picture
def _lamps(snapshot: Snapshot, eye: tuple[float, float, float], streams: Streams) -> bytes:
    x, z = street.door_place(streams)
    key = bodies.position(snapshot.cast.bodies, KEY, snapshot.alpha)
    place, dawn = (x, _DOOR_MIDDLE, z), street.door_light(snapshot.act_seconds)
    far = math.dist(place, eye)
    ahead = tuple((a - b) / far for a, b in zip(place, eye, strict=True))
    return struct.pack("16f", *key, dawn, *place, 0.0, *ahead, 0.0, *street.air(streams), 0.0)
