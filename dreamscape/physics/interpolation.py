"""Positions between two ticks, of all that moves."""

from dreamscape.arrays import F32
from dreamscape.physics import bodies, particles, strands


def interpolate(state: bodies.Bodies | strands.Strands | particles.Particles, alpha: float, out: F32) -> None:
    """Compute positions in metres between the last tick and this one.

    Args:
        state: `bodies`, `strands` or `dust` of a cast.
        alpha: how far from the last tick to this one, 0 to 1; a frame's is `frame.snapshot.alpha`.
        out: float32, overwritten: (3, n) for n bodies, (3, nodes, n) for n strands, (3, count) for particles.
    """
    if isinstance(state, bodies.Bodies):
        bodies.interpolate(state, alpha, out)
    elif isinstance(state, strands.Strands):
        strands.interpolate(state, alpha, out)
    else:
        particles.interpolate(state, alpha, out)
