"""The lights on the street of spires, as the uniforms of glsl/acts/lamps.glsl."""

import math

from dreamscape.physics import bodies
from dreamscape.places.street import street
from dreamscape.places.street.walkers import KEY
from dreamscape.render.layer import Frame
from dreamscape.rng import Streams

_DOOR_MIDDLE = 2.9  # m above the ground


def lamps(frame: Frame, streams: Streams) -> dict[str, object]:
    """Where the key in the dreamer's hand and the door's middle are, m, its brightness, the way to it, the mist."""
    x, z = street.door_place(streams)
    key = bodies.position(frame.snapshot.cast.bodies, KEY, frame.snapshot.alpha)
    dawn = street.door_light(frame.snapshot.act_seconds)
    place, eye = (x, _DOOR_MIDDLE, z), frame.camera.position
    far = math.dist(place, eye)
    ahead = tuple((a - b) / far for a, b in zip(place, eye, strict=True))
    air = street.air(streams)
    return {"lamp_key": key, "lamp_door": place, "lamp_dawn": dawn, "lamp_ahead": ahead, "air": air}
