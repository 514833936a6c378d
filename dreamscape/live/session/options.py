"""Options of a session, and the tier that it starts with."""

from dataclasses import dataclass

from dreamscape.engine.request import RenderRequest
from dreamscape.quality import TIERS, Quality


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """What the viewer asked for.

    Attributes:
        request: the dream, its seed number, where to start, whether captions are shown.
        rate: frames a second.
        tier: the pinned tier, or None.
        scale: the pinned scale, or None.
        debug_view: the intermediate picture to show; None for the finished one.
        keeps_picture: keep every finished picture where it can be read.
        kiosk: whether kiosk mode is on.
        turns: whether acts end with the music that is heard.
    """

    request: RenderRequest
    rate: float
    tier: Quality | None = None
    scale: float | None = None
    debug_view: str | None = None
    keeps_picture: bool = False
    kiosk: bool = False
    turns: bool = True


def first_tier(wanted: Quality | None, software: bool) -> Quality:
    """The tier to start with: the one asked for, or what this kind of machine can most likely hold."""
    return wanted or TIERS["low" if software else "high"]
