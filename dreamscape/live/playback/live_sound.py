"""The sound of a live session: a dream, or a song, through the speaker of this machine, in step with what is seen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dreamscape.audio.synthesis.voice import SAMPLES_PER_TICK, Samples
from dreamscape.devices.speaker import SampleSource, Speaker
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.inputs import Event
from dreamscape.live.playback.sound_process import SoundProcess
from dreamscape.text import printable
from dreamscape.world.world import State

if TYPE_CHECKING:
    from dreamscape.hearing.song import Song  # loads FFmpeg

EARLIEST, LATEST = -1.0, 1.0  # s, of an offset


@dataclass(frozen=True, slots=True)
class PlaybackOptions:
    """How sound is played.

    Attributes:
        device: its name, a part of it, or its number; None for the usual one.
        volume: 0 silent to 1 full.
        muted: begin without sound; no device is opened then.
        offset: seconds by which sound comes later than the computer believes, as through Bluetooth.
    """

    device: str | None = None
    volume: float = 1.0
    muted: bool = False
    offset: float = 0.0


class LiveSound:
    """What is heard now; it plays at once.

    Args:
        source: what makes it.
        tick: where it begins.
        say: told in one sentence when there is no device, or no longer, or again; from another thread.
        manner: how it is played.

    Raises:
        InputError: there are devices, but none that was asked for.
    """

    def __init__(self, source: SampleSource, tick: int, say: Callable[[str], None], manner: PlaybackOptions) -> None:
        self._speaker = Speaker(source, say, manner.device, manner.volume, manner.muted, manner.offset)
        self._speaker.start(tick * SAMPLES_PER_TICK)

    @property
    def volume(self) -> float:
        """How loud, 0 to 1."""
        return self._speaker.volume

    @volume.setter
    def volume(self, wanted: float) -> None:
        self._speaker.volume = wanted

    @property
    def muted(self) -> bool:
        """Whether nothing is heard, though it goes on."""
        return self._speaker.muted

    @property
    def underruns(self) -> int:
        """How often the device found nothing to play."""
        return self._speaker.underruns

    @property
    def device(self) -> str | None:
        """The name of the device that plays, if any does."""
        return self._speaker.device

    @property
    def asked(self) -> str | None:
        """The device that is asked for; None for the usual one."""
        return self._speaker.asked

    @asked.setter
    def asked(self, wanted: str | None) -> None:
        self._speaker.asked = wanted

    def position(self) -> float:
        """What is heard now, in seconds of the dream; goes on without a device, too."""
        return self._speaker.position()

    def push(self, event: Event) -> None:
        """An input that the world takes at its tick too."""

    def go(self, tick: int, state: State) -> None:
        """Jump to a tick of the dream, at which its world has a state."""
        self._speaker.seek(tick * SAMPLES_PER_TICK)

    def play(self, dream: Dream, number: int, tick: int, state: State) -> None:
        """Let another dream, or another seed number, go on at a tick, at which its world has a state."""
        self.go(tick, state)

    def mute(self) -> None:
        """Be heard no more; it goes on nevertheless."""
        self._speaker.muted = True

    def unmute(self, state: State) -> None:
        """Be heard again, while the world of the dream has a state."""
        self._speaker.muted = False

    def pause(self, paused: bool) -> None:
        """Hold the breath, or go on from there."""
        self._speaker.pause(paused)

    def stop(self) -> None:
        """End, and let go of the device."""
        self._speaker.stop()


class DreamSound(LiveSound):
    """The sound of a dream.

    Args:
        dream: the dream.
        number: its seed number.
        tick, say, manner: as of `Sound`.
        state: of the dream's world at that tick, to begin at once; without one, its act is played up to there first.
    """

    def __init__(
        self,
        dream: Dream,
        number: int,
        tick: int,
        say: Callable[[str], None],
        manner: PlaybackOptions,
        state: State | None = None,
    ) -> None:
        self._source = SoundProcess(dream, number)
        if state:
            self._source.stand(state)
        super().__init__(self._source, tick, say, manner)
        self._source.ample = self._speaker.ample

    def push(self, event: Event) -> None:
        """An input that the world takes at its tick too; the sound takes it as soon as it can."""
        self._source.push(event)

    def go(self, tick: int, state: State) -> None:
        """Jump to a tick of the dream, at which its world has a state."""
        self._source.stand(state)
        super().go(tick, state)

    def play(self, dream: Dream, number: int, tick: int, state: State) -> None:
        """Let another dream, or another seed number, go on at a tick, at which its world has a state."""
        self._source.play(dream, number, state)
        super().go(tick, state)

    def unmute(self, state: State) -> None:
        """Be heard again, while the world of the dream has a state."""
        self._source.offer(state)
        super().unmute(state)

    def stop(self) -> None:
        """End, and let go of the device."""
        self._source.end()  # first: it may be at an act for seconds, which `stop` would wait for
        super().stop()


class SongSound(LiveSound):
    """A song in place of the dream's own sound.

    Args:
        song: the song.
        start: the tick of the dream at which it begins.
        tick, say, manner: as of `Sound`.
    """

    def __init__(
        self, song: "Song", start: int, tick: int, say: Callable[[str], None], manner: PlaybackOptions
    ) -> None:
        super().__init__(_Later(song, start * SAMPLES_PER_TICK, say), tick, say, manner)


class _Later:
    """A song that begins at a sample of the dream; its end is said, or silence would seem a fault."""

    def __init__(self, song: "Song", begin: int, say: Callable[[str], None]) -> None:
        self._song, self._begin, self._say = song, begin, say
        self._over = False

    def read(self, start: int, count: int) -> Samples:
        """As of a speaker's source."""
        samples = self._song.read(start - self._begin, count)
        before, self._over = self._over, self._song.over(start - self._begin + count)
        if self._over and not before:
            self._say(f"{printable(self._song.title)} has ended; the dream goes on in silence")
        return samples
