"""Layers as they are placed in a picture: which cover it, which are softened, and which are laid over each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from dreamscape.render.layer import Blend, Frame, Layer
from dreamscape.render.targets import Target


@dataclass(frozen=True, slots=True)
class PlacedLayer:
    """A layer that is built, the smaller target that it may ask for, and its shader files if they are watched."""

    name: str
    layer: Layer
    target: Target | None
    files: frozenset[Path] = frozenset()


def all_covered(rows: Iterable[range], height: int) -> bool:
    """Whether some ranges of rows are together all of a picture of so many."""
    reached = 0
    for part in sorted(rows, key=lambda part: part.start):
        reached = max(reached, part.stop) if part.start <= reached else reached
    return reached >= height


def early(drawn: Sequence[PlacedLayer], frame: Frame) -> list[PlacedLayer]:
    """The first layers, which draw before the others prepare; none in tiles, of which a whole picture was drawn."""
    whole = takewhile(lambda item: item.layer.draws_early and item.target is None, drawn)
    return [] if frame.rows else list(whole)


def softened(drawn: Sequence[PlacedLayer], frame: Frame) -> list[PlacedLayer]:
    """What is drawn below the last layer that softens it all; nothing in tiles, of which a whole picture was drawn."""
    soft = [] if frame.rows else [n for n, item in enumerate(drawn) if item.layer.softens(frame)]
    return list(drawn[: soft[-1]]) if soft else []


def shared(placed: Sequence[PlacedLayer]) -> dict[str, Target]:
    """By name, the layers with a smaller target that follow one with a larger, and that larger one.

    Laid over that, they come into the picture with it. Premultiplied colours may be laid over each other in any order
    of pairs, so the light is the same, and the dear pass over the whole picture is made once for all. What covers is
    not laid over light that is only added, which comes into the picture without its alpha.
    """
    shared: dict[str, Target] = {}
    below: PlacedLayer | None = None
    for item in placed:
        if below is not None and below.target is not None and _fits(item, below.layer.blend, below.target):
            shared[item.name] = below.target
        else:
            below = item
    return shared


def _fits(item: PlacedLayer, blend: Blend, below: Target) -> bool:
    """Whether a layer may be laid over the target of one that is blended so."""
    small = item.target is not None and item.target.size <= below.size
    return small and (item.layer.blend == "add" or (item.layer.blend == "over" and blend != "add"))
