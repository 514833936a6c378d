"""The form of music as it passes: novelty, breaks and builds, drops, pauses.

Novelty: how far the mean of the last two seconds is from that of the six before, in spectrum and chroma: the kernel of
Foote, Automatic audio segmentation using a measure of audio novelty, 2000, with its centre two seconds ago.

A drop is the moment at which the kick comes back after a break. A break is a time without kicks, two bars or more, in
music that had a beat before; speech, a pad and silence have none. During a break the build rises with its length and
with what becomes louder and brighter (Yadati et al., Detecting drops in electronic dance music, 2014, name both).
"""

from collections import deque

import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND

EVERY = 4  # frames between two looks at the novelty
RECENT, BEFORE = 30, 90  # looks, 2 s and 6 s
FAR = 0.25  # distance of novelty 1, of levels from 0 to 1
NOW = 8  # frames: of a kick that comes back
GAP, GAP_BEATS = 150, 6.0  # frames, 2.5 s, and beats at least of a break
LONGEST_GAP = 6 * TICKS_PER_SECOND  # frames of low sound that are kept
LOUDER = 9.0  # dB by which a kick that comes back is above the loudest low sound of the break
DEEPER = 5.0  # dB by which all bass is: a bass line that goes up above 100 Hz and comes down again has been there
FALLS = 0.15 / TICKS_PER_SECOND  # dB a frame: how the level of the full beat is forgotten
NEAR_FULL = 9.0  # dB below that level: what is softer is a break, and a softer kick ends none
SURE = 0.35  # certainty of a beat
GROOVE = 4 * TICKS_PER_SECOND  # frames with a sure beat before a break
REMEMBERS = 45 * TICKS_PER_SECOND  # frames without a sure beat after which a kick that comes back is a beginning
HELD = 2 * TICKS_PER_SECOND  # frames that a drop lasts
APART = 8 * TICKS_PER_SECOND  # frames from a drop to the next
LONG = 12 * TICKS_PER_SECOND  # frames of a break of build 1, if it rises
PAUSE = TICKS_PER_SECOND // 4  # frames of silence in music that are a pause
SILENT = -90.0  # dB, of the level of low sound where there is none


class Structure:
    """Follows the form.

    Attributes:
        novelty, build, drop, silence: 0 to 1; a drop is 1 for HELD frames.
    """

    def __init__(self, features: int) -> None:
        self.novelty = self.build = self.drop = self.silence = 0.0
        self._features = np.zeros((RECENT + BEFORE, features))
        self._count = self._looks = 0
        # dB of the last frames: of what is below 100 Hz, and of all bass
        self._low, self._bass = (deque([SILENT] * LONGEST_GAP, LONGEST_GAP) for _ in range(2))
        self._full = SILENT
        self._groove, self._since_groove, self._since_drop = 0, 0, APART
        self._gap = 0  # frames of the break so far
        self._since_kick = NOW
        self._before, self._level = 0.0, 0.0  # of what is above: before the break, and now
        self._quiet = 0

    def look(self, features: F64) -> None:
        """Take in spectrum and chroma of a frame, levels; every fourth is kept."""
        self._count += 1
        if self._count % EVERY:
            return
        self._features[:-1] = self._features[1:]
        self._features[-1] = features
        self._looks += 1
        known = min(self._looks - RECENT, BEFORE)
        if known < RECENT:
            return
        recent, before = self._features[-RECENT:].mean(axis=0), self._features[-RECENT - known : -RECENT].mean(axis=0)
        self.novelty = min(float(np.sqrt(((recent - before) ** 2).mean())) / FAR, 1.0)

    def step(self, low: float, bass: float, upper: float, kick: float, certainty: float, period: float) -> None:
        """Take in one more frame.

        Args:
            low: power of what is below 100 Hz.
            bass: power of what is below 150 Hz.
            upper: level of what is above, 0 to 1.
            kick: strength of a kick that begins.
            certainty: of the beat.
            period: frames from beat to beat, 0 for none.
        """
        self._follow_groove(certainty)
        decibels, deep = (max(10.0 * float(np.log10(power + 1e-9)), SILENT) for power in (low, bass))
        least = min(max(GAP, round(GAP_BEATS * period)), LONGEST_GAP - NOW)
        usual, usual_bass = (max(list(levels)[-least - NOW : -NOW]) for levels in (self._low, self._bass))
        self._low.append(decibels)
        self._bass.append(deep)
        self._full = max(decibels, self._full - FALLS)
        is_near = decibels > self._full - NEAR_FULL
        self._since_drop += 1
        self._since_kick = 0 if kick > 0.0 else self._since_kick + 1
        is_louder = decibels > usual + LOUDER and deep > usual_bass + DEEPER
        returns = self._since_kick < NOW and is_near and is_louder
        if returns and self._has_groove and self._since_drop > APART:
            self._since_drop = 0
        self.drop = float(self._since_drop < HELD)
        self._gap = 0 if is_near else self._gap + 1
        self._follow_break(upper)

    @property
    def _has_groove(self) -> bool:
        """Whether this is music with a beat, now or before the break."""
        return self._groove >= GROOVE and self._since_groove < REMEMBERS

    def _follow_groove(self, certainty: float) -> None:
        sure = certainty > SURE
        self._since_groove = 0 if sure else self._since_groove + 1
        self._groove = min(self._groove + 1, 2 * GROOVE) if sure else self._groove
        if self._since_groove > REMEMBERS:
            self._groove = 0

    def _follow_break(self, upper: float) -> None:
        """The build, while a break lasts."""
        self._level += (upper - self._level) / (2 * TICKS_PER_SECOND)
        if self._gap < GAP // 2 or not self._has_groove:
            self.build, self._before = 0.0, self._level
            return
        rising = min(max((self._level - self._before) * 4.0, 0.0), 1.0)
        self.build = min(self._gap / LONG, 1.0) * (0.5 + 0.5 * rising)

    def rest(self, is_audible: bool) -> None:
        """Take in whether a frame has any sound."""
        self._quiet = 0 if is_audible else self._quiet + 1
        self.silence = float(self._quiet >= PAUSE)
