"""A dream that is prepared while another one plays, to follow it at once when that is due."""

from collections.abc import Callable
from dataclasses import dataclass

from dreamscape.dream.dream_file import Dream
from dreamscape.live.playback.jump import Jump

PATIENCE = 6_000_000_000  # ns that its layers may be prepared
BESIDE = 0.25  # of the budget of a jump, before it is due


@dataclass(frozen=True, slots=True)
class Following:
    """What follows.

    Attributes:
        jump: into it.
        target: the dream and its seed number.
        due: tells whether it is.
    """

    jump: Jump
    target: tuple[Dream, int]
    due: Callable[[], bool]

    def prepare(self, budget: int) -> bool:
        """Prepare it for some of `budget` ns; whether to jump now."""
        is_due = self.due()
        return self.jump.prepare(budget if is_due else int(BESIDE * budget)) and is_due
