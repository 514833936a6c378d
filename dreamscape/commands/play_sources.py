"""What `play` moves to and is heard through: the sound, and the sources of input."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dreamscape.commands.parameters import PlayParameters
from dreamscape.commands.play_settings import there
from dreamscape.errors import InputError
from dreamscape.text import printable

if TYPE_CHECKING:
    from dreamscape.dream.dream_file import Dream
    from dreamscape.engine.request import RenderRequest
    from dreamscape.hearing.song import Song
    from dreamscape.live.controls.sources import ControlInput, InputSource
    from dreamscape.live.loop import StartSound
    from dreamscape.live.playback.live_sound import PlaybackOptions

LONGEST_WAIT = 30.0  # minutes of a song that play makes a dream for: it takes some seconds before the window opens


def open_song(path: Path | None, microphone: str | None) -> "Song | None":
    """The song to move to, if one was asked for."""
    if path is None:
        return None
    if microphone is not None:
        raise InputError("--listen and --listen-file: expected one of them")
    from dreamscape.hearing.song import Song

    return Song(path, "--listen-file")


def dream_for(song: "Song | None", parameters: PlayParameters) -> "Dream | None":
    """The dream that is made for the song; None if a dream was named, or none can be made in a time that one waits."""
    from dreamscape.commands.common import complain
    from dreamscape.commands.song_dream import song_dream
    from dreamscape.system.standard_streams import tell

    named = parameters.dream or parameters.scene or parameters.act or parameters.shuffle or len(parameters.what) > 1
    if song is None or parameters.listen_file is None or named:
        return None
    if (minutes := song.expected / 60.0) > LONGEST_WAIT:
        complain(
            f"{song.title}: {minutes:.0f} minutes long, too long to make a dream for; dreamscape choreograph does", 0
        )
        return None
    try:
        song.check()
        made = song_dream(song, parameters.listen_file, "song")
    except InputError as error:
        complain(f"{error}; it is played to the canonical dream", 0)
        return None
    for line in made.plan:
        tell(sys.stderr, f"{printable(line)}\n")
    return made


def song_start(request: "RenderRequest") -> int:
    """The tick of the dream at which the song begins."""
    from dreamscape.clock import moment_at

    return 0 if request.dream.plan else moment_at(request.start).tick


def sound_starter(parameters: PlayParameters, request: "RenderRequest", song: "Song | None") -> "StartSound | None":
    """A function that starts the sound; None for no sound."""
    from dreamscape import options
    from dreamscape.live.playback.live_sound import EARLIEST, LATEST, DreamSound, PlaybackOptions, SongSound

    options.within(parameters.volume, 0.0, 100.0, "--volume", "of full volume")
    options.within(parameters.sound_offset, 1000.0 * EARLIEST, 1000.0 * LATEST, "--sound-offset", "ms")
    if not parameters.sound:
        return None
    wanted = PlaybackOptions(
        parameters.sound_device, parameters.volume / 100.0, parameters.starts_muted, parameters.sound_offset / 1000.0
    )

    def settled(say: Callable[[str], None]) -> "PlaybackOptions":
        return there(wanted, say) if "sound_device" in parameters.remembered else wanted

    if song:
        return lambda tick, _, say: SongSound(song, song_start(request), tick, say, settled(say))
    return lambda tick, state, say: DreamSound(request.dream, request.seed, tick, say, settled(say), state)


def input_sources(parameters: PlayParameters, request: "RenderRequest", song: "Song | None") -> "list[InputSource]":
    """The sources of input: heart, OSC, MIDI, microphone and song."""
    sources: list[InputSource] = []
    if parameters.heart:
        from dreamscape.live.controls import pulse_sources
        from dreamscape.live.controls.sources import PulseInput

        sources.append(PulseInput(pulse_sources.open_source(parameters.heart)))
    sources += _controls(parameters)
    if parameters.listen is not None:
        from dreamscape.devices import sound_device_names
        from dreamscape.live.controls.sound_input import SoundInput

        sources.append(SoundInput(sound_device_names.source(parameters.listen)))
    if song:
        from dreamscape.live.controls.sound_input import SongInput

        sources.append(SongInput(song, song_start(request)))
    return sources


def _controls(parameters: PlayParameters) -> "list[ControlInput]":
    """What sets parameters from outside: OSC and MIDI."""
    from dreamscape.live.controls.sources import ControlInput

    sources = []
    if parameters.osc:
        from dreamscape.live.controls.osc import parse_address
        from dreamscape.live.controls.parameter_controls import OscControls

        sources.append(ControlInput("osc", OscControls(*parse_address(parameters.osc, "--osc "))))
    if bool(parameters.knobs) != (parameters.midi is not None):
        raise InputError("--midi and --knob: expected both, such as --midi --knob 21=ocean.glow")
    if parameters.midi is not None:
        from dreamscape.live.controls.midi import MidiControls, parse_knobs

        sources.append(ControlInput("midi", MidiControls(parameters.midi, parse_knobs(parameters.knobs))))
    return sources
