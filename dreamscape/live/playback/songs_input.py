"""Listens to songs that follow each other, in time with the dream: what is heard is their mix."""

from collections.abc import Iterable
from dataclasses import replace

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Event, Heard
from dreamscape.hearing.listener import Listener
from dreamscape.live.controls.sound_input import describe_beat
from dreamscape.live.playback.song_player import SongPlayer
from dreamscape.synthesis.voice import SAMPLES_PER_TICK

BEHIND = 10 * TICKS_PER_SECOND  # ticks that are heard after a longer time in which nobody listened


class SongsInput:
    """An input source of songs.

    Args:
        player: of the songs.
    """

    name = "song"

    def __init__(self, player: SongPlayer) -> None:
        self._player, self._listener = player, Listener()
        self._next = 0  # the first sample of the mix that was not heard yet
        self._last: Heard | None = None

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """As in `InputSource`."""
        ticks = (last * SAMPLES_PER_TICK + self._player.offset - self._next) // SAMPLES_PER_TICK
        if ticks <= 0:
            return
        if ticks > BEHIND:
            self._next += (ticks - BEHIND) * SAMPLES_PER_TICK
            ticks, self._listener = BEHIND, Listener()
        events = self._listener.hear(self._player.mix.read(self._next, ticks * SAMPLES_PER_TICK))
        self._next += ticks * SAMPLES_PER_TICK
        for heard in events:
            tick = last - (self._listener.tick - heard.tick)
            if tick >= first:
                self._last = replace(heard, tick=tick)
                yield self._last

    def jump(self, tick: int) -> None:
        """As in `InputSource`; with a sound, that tells the player."""
        if not self._player.has_sound:
            self._player.dream_jumped(tick)

    def status(self) -> str:
        """As in `InputSource`."""
        player = self._player
        count = len(player.order.songs)
        return f"{player.tags.label}   {describe_beat(self._last)}" + (f"   of {count}" if count > 1 else "")

    def close(self) -> None:
        """As in `InputSource`."""
        self._player.close()
