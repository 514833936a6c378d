"""An act in a layout: which one of a dream it is, and how long it lasts."""

from typing import Annotated, NamedTuple

import msgspec


class Placed(NamedTuple):
    """An act in a layout.

    Attributes:
        act: its index in the dream's file.
        seconds: that it lasts.
        shift: s that its shift to the next act takes.
    """

    act: Annotated[int, msgspec.Meta(ge=0, le=63)]
    seconds: Annotated[float, msgspec.Meta(ge=0.5, le=86_400.0)]
    shift: Annotated[float, msgspec.Meta(ge=0.1, le=20.0)]


Layout = tuple[Placed, ...]
