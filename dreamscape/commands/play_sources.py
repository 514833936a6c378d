"""What `play` moves to and is heard through: the sound, and the sources of input."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from dreamscape.commands.play_parameters import PlayParameters
from dreamscape.commands.play_settings import there
from dreamscape.errors import InputError

if TYPE_CHECKING:
    from dreamscape.commands.play_songs import Music
    from dreamscape.engine.request import RenderRequest
    from dreamscape.live.controls.sources import ControlInput, InputSource
    from dreamscape.live.loop import StartSound
    from dreamscape.live.playback.live_sound import PlaybackOptions
    from dreamscape.live.playback.song_player import SongPlayer


def song_start(request: "RenderRequest") -> int:
    """The tick of the dream at which the song begins."""
    from dreamscape.clock import moment_at

    return 0 if request.dream.plan else moment_at(request.start).tick


def sound_starter(
    parameters: PlayParameters, request: "RenderRequest", music: "Music | None", player: "SongPlayer | None"
) -> "StartSound | None":
    """A function that starts the sound; None for no sound."""
    from dreamscape import options
    from dreamscape.live.playback.live_sound import EARLIEST, LATEST, DreamSound, PlaybackOptions, SongSound, SongsSound

    options.within(parameters.volume, 0.0, 100.0, "--volume", "of full volume")
    options.within(parameters.sound_offset, 1000.0 * EARLIEST, 1000.0 * LATEST, "--sound-offset", "ms")
    if not parameters.sound:
        return None
    wanted = PlaybackOptions(
        parameters.sound_device, parameters.volume / 100.0, parameters.starts_muted, parameters.sound_offset / 1000.0
    )

    def settled(say: Callable[[str], None]) -> "PlaybackOptions":
        return there(wanted, say) if "sound_device" in parameters.remembered else wanted

    if player:
        return lambda tick, _, say: SongsSound(player, tick, say, settled(say))
    if music:
        return lambda tick, _, say: SongSound(music.song, song_start(request), tick, say, settled(say))
    return lambda tick, state, say: DreamSound(request.dream, request.seed, tick, say, settled(say), state)


def input_sources(
    parameters: PlayParameters, request: "RenderRequest", music: "Music | None", player: "SongPlayer | None"
) -> "list[InputSource]":
    """The sources of input: heart, OSC, MIDI, microphone and songs."""
    sources: list[InputSource] = []
    if parameters.heart:
        from dreamscape.live.controls import pulse_sources
        from dreamscape.live.controls.sources import PulseInput

        sources.append(PulseInput(pulse_sources.open_source(parameters.heart)))
    sources += _controls(parameters)
    sources += _listening(parameters)
    if player:
        from dreamscape.live.playback.songs_input import SongsInput

        sources.append(SongsInput(player))
    elif music:
        from dreamscape.live.controls.sound_input import SongInput

        sources.append(SongInput(music.song, song_start(request)))
    return sources


def _listening(parameters: PlayParameters) -> "list[InputSource]":
    """What is listened to, and the session whose beat is taken."""
    sources: list[InputSource] = []
    beat = None
    if parameters.link:
        from dreamscape.live.controls import ableton_link

        joined = ableton_link.join()
        joined.is_alone, beat = parameters.listen is None, joined.beat
        sources.append(joined)
    if parameters.listen is not None:
        from dreamscape.devices import sound_device_names
        from dreamscape.live.controls.sound_input import SoundInput

        sources.append(SoundInput(sound_device_names.source(parameters.listen), beat))
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
