"""The sound of a live session: a dream or a song, played in step with the picture."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dreamscape.audio import programme
from dreamscape.devices.sample_ring import SampleSource
from dreamscape.devices.speaker import Speaker
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.inputs import Call, Event, Pluck, Pointer
from dreamscape.dream.timeline import Timeline
from dreamscape.live.playback.hand_sounds import HandSounds
from dreamscape.live.playback.sound_process import SoundProcess
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import RATE, SAMPLES_PER_TICK, Samples
from dreamscape.text import printable
from dreamscape.world.state import State

if TYPE_CHECKING:
    from dreamscape.hearing.song import Song  # loads FFmpeg
    from dreamscape.live.playback.song_player import SongPlayer

EARLIEST, LATEST = -1.0, 1.0  # s, limits of the offset


@dataclass(frozen=True, slots=True)
class PlaybackOptions:
    """Options of sound output.

    Attributes:
        device: its name, part of its name, or its number; None for the default one.
        volume: 0 silent to 1 full.
        muted: start muted; no device is opened then.
        offset: seconds by which the output is later than the computer believes, as with Bluetooth.
    """

    device: str | None = None
    volume: float = 1.0
    muted: bool = False
    offset: float = 0.0


class LiveSound:
    """Plays a source of samples; it starts at once.

    Args:
        source: the samples.
        tick: where to start.
        say: receives a sentence when the device is missing, lost or back; called from another thread.
        options: of the output.
        offset: the source's sample at which the dream's tick 0 lies.

    Raises:
        InputError: there are devices, but not the one asked for.
    """

    def __init__(
        self, source: SampleSource, tick: int, say: Callable[[str], None], options: PlaybackOptions, offset: int = 0
    ) -> None:
        self._speaker = Speaker(source, say, options.device, options.volume, options.muted, options.offset)
        self._speaker.start(tick * SAMPLES_PER_TICK + offset)

    @property
    def volume(self) -> float:
        """The volume, 0 to 1."""
        return self._speaker.volume

    @volume.setter
    def volume(self, value: float) -> None:
        self._speaker.volume = value

    @property
    def muted(self) -> bool:
        """Whether it is muted; a muted sound keeps running."""
        return self._speaker.muted

    @property
    def underruns(self) -> int:
        """How often the device ran out of samples."""
        return self._speaker.underruns

    @property
    def device(self) -> str | None:
        """The name of the device in use, if any."""
        return self._speaker.device

    @property
    def wanted_device(self) -> str | None:
        """The device asked for; None for the default one."""
        return self._speaker.asked

    @wanted_device.setter
    def wanted_device(self, name: str | None) -> None:
        self._speaker.asked = name

    def position(self) -> float:
        """The position that is heard now, in seconds of the dream; it advances without a device, too."""
        return self._speaker.position()

    def push(self, event: Event) -> None:
        """Pass on an input that the world takes at its tick."""

    def jump(self, tick: int, state: State) -> None:
        """Jump to a tick of the dream, given its world's state there."""
        self._speaker.seek(tick * SAMPLES_PER_TICK)

    def play(self, dream: Dream, number: int, tick: int, state: State) -> None:
        """Switch to another dream or seed number at a tick, given its world's state there."""
        self.jump(tick, state)

    def turn(self, dream: Dream, number: int, tick: int, state: State) -> None:
        """Go on with another layout of the dream, given its world's state at the tick."""

    def mute(self) -> None:
        """Mute it; it keeps running."""
        self._speaker.muted = True

    def unmute(self, state: State) -> None:
        """Unmute it, given the state of the dream's world now."""
        self._speaker.muted = False

    def pause(self, paused: bool) -> None:
        """Pause it, or continue."""
        self._speaker.pause(paused)

    def stop(self) -> None:
        """Stop it, and close the device."""
        self._speaker.stop()


class DreamSound(LiveSound):
    """The sound of a dream.

    Args:
        dream: the dream.
        number: its seed number.
        tick, say, options: as of `LiveSound`.
        state: of the dream's world at that tick, to start at once; without it, the act is played up to the tick first.
    """

    def __init__(
        self,
        dream: Dream,
        number: int,
        tick: int,
        say: Callable[[str], None],
        options: PlaybackOptions,
        state: State | None = None,
    ) -> None:
        self._source = SoundProcess(dream, number)
        self._timeline, self._number = Timeline(dream.file, Streams(number)), number
        expected, usual = programme.expected_loudness(dream.name), programme.usual_loudness(self._timeline)
        self._hand = HandSounds(programme.gain(expected, usual))
        if state:
            self._source.continue_from(state)
        super().__init__(self._source, tick, say, options)
        self._source.ample = self._speaker.ample
        self._speaker.beside = self._hand.mix_into

    def push(self, event: Event) -> None:
        """Pass on an input that the world takes at its tick; the sound takes it as soon as it can.

        What the hand itself sounds like is heard at once.
        """
        self._source.push(event)
        if isinstance(event, Pointer | Pluck | Call):
            self._hand.enter(self._timeline.acts[self._timeline.cue(event.tick).act].scene, self._number)
            self._hand.feel(event)

    def jump(self, tick: int, state: State) -> None:
        """Jump to a tick of the dream, given its world's state there."""
        self._source.continue_from(state)
        super().jump(tick, state)

    def play(self, dream: Dream, number: int, tick: int, state: State) -> None:
        """Switch to another dream or seed number at a tick, given its world's state there."""
        self._timeline, self._number = Timeline(dream.file, Streams(number)), number
        self._source.play(dream, number, state)
        super().jump(tick, state)

    def turn(self, dream: Dream, number: int, tick: int, state: State) -> None:
        """Go on with another layout of the dream: the sound fades in anew, as after a jump."""
        self.play(dream, number, tick, state)

    def unmute(self, state: State) -> None:
        """Unmute it, given the state of the dream's world now."""
        self._source.catch_up(state)
        super().unmute(state)

    def stop(self) -> None:
        """Stop it, and close the device."""
        self._hand.close()
        self._source.end()  # first: it may be busy with an act for seconds, and the speaker would wait for it
        super().stop()


class SongSound(LiveSound):
    """A song in place of the dream's own sound.

    Args:
        song: the song.
        start: the tick of the dream at which the song starts.
        tick, say, options: as of `LiveSound`.
    """

    def __init__(
        self, song: "Song", start: int, tick: int, say: Callable[[str], None], options: PlaybackOptions
    ) -> None:
        super().__init__(_DelayedSong(song, start * SAMPLES_PER_TICK, say), tick, say, options)


class SongsSound(LiveSound):
    """Songs one after the other, in place of the dream's own sound.

    Args:
        player: of the songs; it sounds through this from now on.
        tick, say, options: as of `LiveSound`.
    """

    def __init__(self, player: "SongPlayer", tick: int, say: Callable[[str], None], options: PlaybackOptions) -> None:
        self._player = player
        super().__init__(player.mix, tick, say, options, player.offset)
        player.attach(self)

    def heard(self) -> float:
        """The position in the mix that is heard now, s."""
        return self._speaker.position()

    def position(self) -> float:
        """As of `LiveSound`."""
        return self._speaker.position() - self._player.offset / RATE

    def replace(self, changes: Callable[[int], None]) -> int:
        """As of `Speaker.replace`."""
        return self._speaker.replace(changes)

    def jump(self, tick: int, state: State) -> None:
        """As of `LiveSound`: the songs go on, or jump with the dream that is made for one."""
        self._player.dream_jumped(tick)


class _DelayedSong:
    """A song that starts at a sample of the dream; its end is announced, or the silence would seem a fault."""

    def __init__(self, song: "Song", first: int, say: Callable[[str], None]) -> None:
        self._song, self._first, self._say = song, first, say
        self._over = False

    def read(self, start: int, count: int) -> Samples:
        """As in `SampleSource`."""
        samples = self._song.read(start - self._first, count)
        before, self._over = self._over, self._song.over(start - self._first + count)
        if self._over and not before:
            self._say(f"{printable(self._song.title)} has ended; the dream goes on in silence")
        return samples
