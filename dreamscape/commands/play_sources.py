"""What `play` moves to and is heard through: the sound, and the sources of input."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dreamscape.commands.parameters import PlayParameters
from dreamscape.commands.play_settings import there
from dreamscape.errors import InputError

if TYPE_CHECKING:
    from dreamscape.engine.request import RenderRequest
    from dreamscape.hearing.song import Song
    from dreamscape.live.controls.sources import ControlInput, InputSource
    from dreamscape.live.loop import StartSound
    from dreamscape.live.playback.live_sound import PlaybackOptions


def open_song(path: Path | None, microphone: str | None) -> "Song | None":
    """The song to move to, if one was asked for."""
    if path is None:
        return None
    if microphone is not None:
        raise InputError("--listen and --listen-file: expected one of them")
    from dreamscape.hearing.song import Song

    return Song(path, "--listen-file")


def sound_starter(parameters: PlayParameters, request: "RenderRequest", song: "Song | None") -> "StartSound | None":
    """A function that starts the sound; None for no sound."""
    from dreamscape import options
    from dreamscape.clock import moment_at
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
        return lambda tick, _, say: SongSound(song, moment_at(request.start).tick, tick, say, settled(say))
    return lambda tick, state, say: DreamSound(request.dream, request.seed, tick, say, settled(say), state)


def input_sources(parameters: PlayParameters, request: "RenderRequest", song: "Song | None") -> "list[InputSource]":
    """The sources of input: heart, OSC, MIDI, microphone and song."""
    from dreamscape.clock import moment_at

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

        sources.append(SongInput(song, moment_at(request.start).tick))
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
