"""The dreams that songs are played to: each its own, as soon as that is made, or one that was named for all."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Dream
from dreamscape.errors import DreamscapeError
from dreamscape.live.playback.song_plans import SongPlans
from dreamscape.live.playback.stage import Stage
from dreamscape.text import printable

SOON = 8.0  # s before a song begins, from which on its dream is prepared


@dataclass(frozen=True, slots=True)
class Coming:
    """The song that comes next.

    Attributes:
        path: of its file.
        seconds: until it begins.
        has_come: tells whether it has.
    """

    path: Path
    seconds: float
    has_come: Callable[[], bool]


class SongDreams:
    """Brings the dreams of songs.

    Args:
        plans: makes them; None to leave the session to the dreams that were named.
        number: the seed number of all of them; None for each one's own.
        spare: plays to songs that no dream can be made for.
    """

    def __init__(self, plans: SongPlans | None, number: int | None, spare: Dream) -> None:
        self._plans, self._number, self._spare = plans, number, spare
        self._stage: Stage | None = None
        self._own: Dream | None = None  # the dream of the song that plays
        self._is_brought = False  # whether it was asked to play, or there is none
        self._following: Dream | None = None  # the next song's, while it is prepared
        self._entering: tuple[Dream, int] | None = None  # a dream and a tick that were asked for here

    def begin(self, stage: Stage) -> None:
        """Begin in a session, with the first song's dream if one was made for it."""
        self._stage, self._is_brought = stage, True
        self._own = stage.dream if self._plans and stage.dream.plan else None

    @property
    def plays_own(self) -> bool:
        """Whether the song's own dream plays."""
        return self._stage is not None and _same(self._stage.dream, self._own)

    @property
    def wait(self) -> bool:
        """Whether a dream that is over waits for another one."""
        if self._plans is None or self._stage is None or _same(self._stage.dream, self._spare):
            return False
        return self.plays_own or not self._is_brought or self._entering is not None

    def seek(self, tick: int) -> None:
        """Let the song's own dream jump to a tick, if it plays."""
        if self._stage and self._own and self.plays_own:
            self._entering = self._own, min(tick, _last_tick(self._own))
            self._stage.seek(self._entering[1])

    def jumped(self, tick: int) -> bool:
        """Take in that the session plays at a tick of its dream; whether that was asked for here."""
        dream = self._stage.dream if self._stage else None
        if not _same(dream, self._own) and not _same(dream, self._following):
            self._following = None  # somebody has chosen another one
        asked_for = self._entering is not None and _same(dream, self._entering[0]) and tick == self._entering[1]
        if asked_for:
            self._entering = None
        return asked_for

    def expect_another(self) -> None:
        """Another song than the one whose dream may be prepared comes next."""
        self._following = None
        if self._stage:
            self._stage.follow_no_more()

    def arrive(self) -> None:
        """The next song has begun."""
        self._own, self._following = self._following, None
        self._is_brought = self._own is not None

    def step(self, path: Path, tick: int, coming: Coming | None) -> None:
        """Bring the song's own dream as soon as it is made, and prepare the next one's.

        Args:
            path: of the song's file.
            tick: how far it has come.
            coming: the next one, if it is known.
        """
        if self._plans is None or self._stage is None:
            return
        if not self._is_brought:
            self._plans.hurry(path)
            if made := self._plans.of(path):
                self._is_brought = True
                self._enter(made, tick)
        elif coming and self._following is None:
            made = self._plans.of(coming.path)
            if isinstance(made, Dream) and coming.seconds < SOON:
                self._follow(made, coming.has_come)

    def close(self) -> None:
        """End the process that makes them."""
        if self._plans:
            self._plans.close()

    def _follow(self, dream: Dream, due: Callable[[], bool]) -> None:
        stage = self._stage
        assert stage
        self._following, self._entering = dream, (dream, 0)
        self._ask(lambda: stage.follow_with(dream, self._seed(dream), due))

    def _enter(self, made: Dream | str, tick: int) -> None:
        """Let a song's dream play from a tick on as soon as it can be drawn, or the spare one if there is none."""
        stage = self._stage
        assert stage
        if isinstance(made, Dream):
            dream = self._own = made
        elif _same(stage.dream, self._spare):
            return
        else:
            stage.hud.say(f"{printable(made)}; it is played to {self._spare.file.title}")
            dream, tick = self._spare, 0
        tick = min(tick, _last_tick(dream))
        self._entering = dream, tick
        self._ask(lambda: stage.seek_dream(dream, self._seed(dream), tick))

    def _ask(self, asks: Callable[[], None]) -> None:
        """Ask for a dream; in a shader of it that is being edited there may be a mistake."""
        try:
            asks()
        except DreamscapeError as error:
            self._entering = None
            if self._stage:
                self._stage.hud.say(str(error))

    def _seed(self, dream: Dream) -> int:
        return dream.file.seed if self._number is None else self._number


def _same(one: Dream | None, other: Dream | None) -> bool:
    """Whether two dreams are the same, in whatever language."""
    return one is not None and other is not None and one.digest == other.digest


def _last_tick(dream: Dream) -> int:
    """A tick shortly before a dream's end."""
    return max(0, round(dream.file.seconds * TICKS_PER_SECOND) - 2)
