"""The lights on the street of spires, as the uniforms of glsl/acts/lamps.glsl."""

from dreamscape.physics import bodies
from dreamscape.places.street import street
from dreamscape.places.street.walkers import KEY
from dreamscape.render.layer import Frame
from dreamscape.rng import Streams

DOOR_MIDDLE = 2.9  # m above the ground


def lamps(frame: Frame, streams: Streams) -> dict[str, object]:
    """Positions of the key in the dreamer's hand and of the door's middle, metres, and the door's brightness."""
    x, z = street.door_place(streams)
    key = bodies.position(frame.snapshot.cast.bodies, KEY, frame.snapshot.alpha)
    dawn = street.door_light(frame.snapshot.act_seconds)
    return {"key": key, "door": (x, DOOR_MIDDLE, z), "dawn": dawn}
