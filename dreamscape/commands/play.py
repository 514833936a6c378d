"""The live window's command."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dreamscape.commands.common import check_inputs, known
from dreamscape.commands.play_settings import filled, lying, remembered, there
from dreamscape.commands.play_target import WHAT, listed
from dreamscape.commands.session_report import LOG
from dreamscape.commands.session_report import report as begin_report
from dreamscape.errors import InputError

if TYPE_CHECKING:
    from dreamscape.engine.request import RenderRequest
    from dreamscape.hearing.song import Song
    from dreamscape.live.controls.keys import Keys
    from dreamscape.live.controls.sources import InputSource
    from dreamscape.live.loop import StartSound
    from dreamscape.live.store.playlist import Playlist


@click.command()
@WHAT
@known("dream-or-scene", "scene", "set", "seed", "size")
@click.option("--fullscreen/--windowed", help="Cover the display, or open a window.  [default: a window]")
@click.option("--kiosk", is_flag=True, help="Full screen among strangers, whose keys do not end it; Ctrl+Alt+Q does.")
@click.option("--display", metavar="N", type=int, default=0, show_default=True, help="The display, 0 the first.")
@click.option("--fps", metavar="R", default=30.0, show_default=True, help="Frames a second at most, 1 to 240.")
@click.option("--at", metavar="T", default="0", show_default=True, help="Begin here: 12.5, 1:07 or 0:01:07.5.")
@click.option("--act", metavar="NAME", help="Begin with this act; --at then counts from its beginning.")
@click.option("--quality", metavar="Q", help="Pin low, medium, high or ultra.  [default: what the machine can hold]")
@click.option("--scale", metavar="S", type=float, help="Pin the part of the size that is drawn, 0.35 to 1.")
@click.option("--shuffle", is_flag=True, help="Let dreams follow each other, drawn by lot, each with another seed.")
@known("captions", "sound", "flash-limit")
@click.option("--volume", metavar="V", type=float, default=100.0, show_default=True, help="0 to 100.")
@click.option("--mute", is_flag=True, help="Begin muted.")
@click.option("--sound-device", metavar="NAME|N", help="What plays it.  [default: the system's usual device]")
@click.option(
    "--sound-offset",
    metavar="MS",
    type=float,
    default=0.0,
    show_default=True,
    help="How late sound is, -1000 to 1000 ms.",
)
@click.option(
    "--listen",
    metavar="[DEVICE]",
    is_flag=False,
    flag_value="",
    help="Move to what a microphone hears, or with `computer` to what this one plays.",
)
@click.option(
    "--listen-strength", metavar="S", type=float, default=1.0, show_default=True, help="How much is felt of it, 0 to 2."
)
@click.option("--listen-file", metavar="SONG", type=click.Path(path_type=Path), help="Move to a song, and play it.")
@click.option("--heart", metavar="PULSE", help="ble, ble:ADDRESS, osc:PORT or beats a minute.")
@click.option("--osc", metavar="PORT", help="Set parameters by OSC on this port, or HOST:PORT.")
@click.option("--midi", metavar="[INPUT]", is_flag=False, flag_value="", help="Set parameters by a MIDI controller.")
@click.option("--knob", "knobs", metavar="N=NAME", multiple=True, help="A controller's parameter, for --midi.")
@click.option("--record", metavar="LOG", type=click.Path(path_type=Path), help="Write all inputs to LOG.jsonl.")
@click.option("--keys", "keyfile", metavar="FILE", type=click.Path(path_type=Path), help="What keys do, as TOML.")
@click.option("--debug-view", metavar="NAME", help="Show an intermediate picture, such as light or ocean.")
@LOG
@known("overwrite", "traceback")
def play(
    what: tuple[str, ...],
    shuffle: bool,
    keyfile: Path | None,
    record: Path | None,
    log: Path | None,
    overwrite: bool,
    **asked: Any,
) -> int:
    """Play dreams in a window: WHAT is a dream's name or file, or a song to move to. Press ? there for the keys.

    Of several dreams, each follows when the one before has ended, for ever.
    """
    from dreamscape import options
    from dreamscape.devices.window import Window
    from dreamscape.engine.request import check_request as check
    from dreamscape.files import placing
    from dreamscape.live.loop import run
    from dreamscape.live.session.options import SessionOptions, first_tier
    from dreamscape.live.session.session import Session
    from dreamscape.live.session.session_settings import SessionSettings
    from dreamscape.live.store import settings
    from dreamscape.quality import quality
    from dreamscape.render import context
    from dreamscape.system import interrupts

    report = begin_report(log, overwrite)
    names, asked = listed(what, asked)
    found = remembered()
    asked = filled(asked, found)
    keys = load_keys(keyfile)
    options.within(asked["listen_strength"], 0.0, 2.0, "--listen-strength", "times what is heard")
    options.within(asked["fps"], 1.0, 240.0, "--fps", "frames a second")
    if asked["scale"] is not None:
        options.within(asked["scale"], 0.35, 1.0, "--scale", "of the window's size")
    tier = quality(asked["quality"]) if asked["quality"] else None
    size = options.size(asked["size"])
    place_in = (asked["at"], None, asked["act"], asked["quality"])
    own = asked["scene"], asked["settings"]
    request = check(asked["dream"], asked["seed"], size, *place_in, ("--at", "--to"), asked["captions"], *own)
    request = replace(request, limited=asked["flash_limit"])
    following = make_playlist(names, shuffle, request, asked["seed"])
    if record is not None:
        placing.check(record, (".jsonl",), overwrite)
        check_inputs([record])
    song = open_song(asked["listen_file"], asked["listen"])
    sound = sound_starter(request, song, asked)
    sources = input_sources(request, song, asked)
    lies = lying(size, found)
    window = Window(
        request.dream.file.title,
        lies.size,
        display=asked["display"],
        corner=lies.corner,
        fullscreen=bool(asked["fullscreen"] or asked["kiosk"]),
        held=asked["kiosk"],
    )
    wishes = SessionOptions(request, asked["fps"], tier, asked["scale"], asked["debug_view"], kiosk=asked["kiosk"])
    session = Session(window, wishes, first_tier(tier, context.is_software(window.ctx)), keys, sources)
    session.playlist = following
    session.listen_source, session.listen_strength = asked["listen"], asked["listen_strength"]
    heard = {"volume": asked["volume"], "muted": starts_muted(asked), "sound_device": asked["sound_device"]}
    if "mute" in asked["left"] and sound and asked["mute"]:
        session.hud.say("muted, as it was left")
    if not asked["kiosk"]:  # strangers do not change the user's settings
        session.settings = SessionSettings(session, settings.path(), heard)
    if report:
        report.watch(session)
    with interrupts.Interrupt() as interrupt, suppress(KeyboardInterrupt):
        if record is not None:
            session.log.record(record, session.renderer.world.tick, overwrite)
        run(session, sound, interrupt.asked, report.frame_drawn if report else None)
        if session.settings:
            session.settings.save()
        session.window.close()
    return interrupts.exit_code() if interrupt.asked() else 0


def load_keys(path: Path | None) -> "Keys":
    """The key bindings of the given file, or else of the user's own, if there is one."""
    import platformdirs

    from dreamscape.live.controls import keys

    usual = platformdirs.user_config_path("dreamscape", appauthor=False) / "keys.toml"
    if path is None and not usual.exists():
        return keys.Keys()
    return keys.load(path or usual)


def make_playlist(names: list[str], shuffle: bool, request: "RenderRequest", number: str | None) -> "Playlist | None":
    """The playlist after the first dream: the named ones, or shipped ones in random order; None to repeat it."""
    from dreamscape import rng
    from dreamscape.dream import dream_file
    from dreamscape.live.store.playlist import Playlist, read

    if not names and not shuffle:
        return None
    first = request.dream.name
    others = names[1:] or [name for name in dream_file.names() if name != first]
    lot = rng.Streams(rng.tonight() if number is None else request.seed) if shuffle else None
    return Playlist([request.dream, *read(others)], None if number is None else request.seed, lot)


def open_song(path: Path | None, microphone: str | None) -> "Song | None":
    """The song to move to, if one was asked for."""
    if path is None:
        return None
    if microphone is not None:
        raise InputError("--listen and --listen-file: expected one of them")
    from dreamscape.hearing.song import Song

    return Song(path, "--listen-file")


def sound_starter(request: "RenderRequest", song: "Song | None", asked: dict[str, Any]) -> "StartSound | None":
    """A function that starts the sound; None for no sound."""
    from dreamscape import options
    from dreamscape.clock import moment_at
    from dreamscape.live.playback.live_sound import EARLIEST, LATEST, DreamSound, PlaybackOptions, SongSound

    options.within(asked["volume"], 0.0, 100.0, "--volume", "of full volume")
    options.within(asked["sound_offset"], 1000.0 * EARLIEST, 1000.0 * LATEST, "--sound-offset", "ms")
    if not asked["sound"]:
        return None
    manner = PlaybackOptions(
        asked["sound_device"], asked["volume"] / 100.0, starts_muted(asked), asked["sound_offset"] / 1000.0
    )
    settled = there if "sound_device" in asked["left"] else lambda manner, say: manner
    if song:
        return lambda tick, _, say: SongSound(song, moment_at(request.start).tick, tick, say, settled(manner, say))
    return lambda tick, state, say: DreamSound(request.dream, request.seed, tick, say, settled(manner, say), state)


def starts_muted(asked: dict[str, Any]) -> bool:
    """Whether the sound starts muted: a dream that listens to a microphone would hear itself."""
    return bool(asked["mute"] or asked["listen"] is not None)


def input_sources(request: "RenderRequest", song: "Song | None", asked: dict[str, Any]) -> "list[InputSource]":
    """The sources of input: heart, OSC, MIDI, microphone and song."""
    from dreamscape.clock import moment_at
    from dreamscape.live.controls.sources import ControlInput, PulseInput

    sources: list[InputSource] = []
    if asked["heart"]:
        from dreamscape.live.controls import pulse_sources

        sources.append(PulseInput(pulse_sources.open_source(asked["heart"])))
    if asked["osc"]:
        from dreamscape.live.controls.osc import parse_address
        from dreamscape.live.controls.parameter_controls import OscControls

        sources.append(ControlInput("osc", OscControls(*parse_address(asked["osc"], "--osc "))))
    if bool(asked["knobs"]) != (asked["midi"] is not None):
        raise InputError("--midi and --knob: expected both, such as --midi --knob 21=ocean.glow")
    if asked["midi"] is not None:
        from dreamscape.live.controls.midi import MidiControls, parse_knobs

        sources.append(ControlInput("midi", MidiControls(asked["midi"], parse_knobs(asked["knobs"]))))
    if asked["listen"] is not None:
        from dreamscape.devices import sound_device_names
        from dreamscape.live.controls.sound_input import SoundInput

        sources.append(SoundInput(sound_device_names.source(asked["listen"])))
    if song:
        from dreamscape.live.controls.sound_input import SongInput

        sources.append(SongInput(song, moment_at(request.start).tick))
    return sources
