"""How finely a session draws: the scale, which a governor controls, and the tier of the next acts."""

from dataclasses import replace

from dreamscape.engine.renderer import Renderer
from dreamscape.live.playback.governor import Governor
from dreamscape.quality import TIERS, Quality

TRANSITION_COST = 1.45  # times the cost of one act, while a transition draws two


class DrawingQuality:
    """The quality of one session.

    Args:
        rate: frames a second.
        tier: to start with.
        scale: a pinned one; None to follow what the machine can hold.

    Attributes:
        tier: of the next acts.
        governor: of the scale.
    """

    def __init__(self, rate: float, tier: Quality, scale: float | None) -> None:
        self.tier = tier
        self.governor = Governor(1.0 / rate, scale or tier.scale, pinned=scale is not None)
        self._in_transition = False  # whether the last frame showed two acts

    @property
    def scaled_tier(self) -> Quality:
        """The tier at the present scale."""
        return replace(self.tier, scale=self.governor.scale)

    def pin_tier(self, tier: Quality) -> None:
        """Draw at another tier from now on, unless the scale is pinned at its own scale."""
        self.tier = tier
        if not self.governor.pinned:
            prompt, self.governor = self.governor.prompt, Governor(self.governor.period, tier.scale)
            self.governor.prompt = prompt

    def record(self, work: float, in_transition: bool) -> bool:
        """Take in that a frame took `work` s, and whether it showed two acts; whether the scale changed."""
        before, self._in_transition = self._in_transition, in_transition
        changed = self.governor.record(work)
        return (in_transition and not before and self.governor.expect_slower(TRANSITION_COST)) or changed

    def choose_tier(self, renderer: Renderer, tick: int) -> None:
        """Choose the tier of a renderer's next acts by how the one at a tick goes at its own."""
        playing = renderer.act_layers.tier(renderer.timeline.cue(tick).act)
        self.tier = renderer.act_layers.next_tier = tuple(TIERS.values())[self.governor.tier(playing.level)]
