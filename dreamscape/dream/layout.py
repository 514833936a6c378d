"""Layouts: in which order the acts of a dream play, and for how long, where that is decided while it plays.

Up to the tick at which an act was ended early, the new layout is the same as the one before: so the world's state
there follows from either.
"""

import msgspec

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.dream.placed_act import Layout, Placed

MOST_ACTS = 1024  # that a layout may hold: a night of music


def laid_out(dream: Dream, layout: Layout) -> Dream:
    """A dream as a layout has it; as its file has it, if the layout is empty.

    Raises:
        IndexError: the layout names an act that the dream does not have.
    """
    story = dream.story or dream.file
    if not layout:
        return msgspec.structs.replace(dream, file=story, layout=(), story=None)
    acts = tuple(_placed(story.act[placed.act], placed) for placed in layout)
    return msgspec.structs.replace(dream, file=msgspec.structs.replace(story, act=acts), layout=layout, story=story)


def layout_of(dream: Dream) -> Layout:
    """The layout of a dream as it is."""
    return dream.layout or _told(dream.file)


def ended(dream: Dream, act: int, ticks: int, follows: int, seconds: float) -> Layout:
    """The layout in which an act ends earlier.

    Args:
        dream: as it is laid out now.
        act: the index of the act.
        ticks: how long it lasts.
        follows: the index of the act that comes next, from those after it. Past the last one, the dream's acts follow
            again.
        seconds: that the shift to it takes.
    """
    story, layout = dream.story or dream.file, list(layout_of(dream))
    if act + 1 == len(layout):
        layout += _told(story)
    chosen = layout.pop(max(follows, act + 1))
    layout.insert(act + 1, chosen)
    layout[act] = Placed(layout[act].act, ticks / TICKS_PER_SECOND, min(seconds, chosen.seconds))
    return tuple(layout[:MOST_ACTS])


def _told(file: DreamFile) -> tuple[Placed, ...]:
    return tuple(Placed(number, act.seconds, act.shift.seconds) for number, act in enumerate(file.act))


def _placed(act: Act, placed: Placed) -> Act:
    """An act of its length in a layout, with the lines that begin within it."""
    return msgspec.structs.replace(
        act,
        seconds=placed.seconds,
        shift=msgspec.structs.replace(act.shift, seconds=placed.shift),
        voice=tuple(line for line in act.voice if line.at < placed.seconds),
    )
