"""Plays: from the parameters of `play` to a window in which a session runs."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dreamscape import options
from dreamscape.commands.caption_faces import check_faces
from dreamscape.commands.common import check_inputs, complain, tell_memories
from dreamscape.commands.play_parameters import PlayParameters
from dreamscape.commands.play_settings import filled, lying, remembered
from dreamscape.commands.play_songs import Music, dream_for, open_music, song_player
from dreamscape.commands.play_sources import input_sources, song_start, sound_starter
from dreamscape.commands.play_target import listed
from dreamscape.commands.session_report import report as begin_report
from dreamscape.dream.inputs import STRONGEST

if TYPE_CHECKING:
    from dreamscape.devices.window import Window
    from dreamscape.dream.dream_file import Dream
    from dreamscape.engine.request import RenderRequest
    from dreamscape.live.controls.keys import Keys
    from dreamscape.live.controls.sources import InputSource
    from dreamscape.live.loop import StartSound
    from dreamscape.live.playback.song_player import SongPlayer
    from dreamscape.live.report import Report
    from dreamscape.live.session.session import Session
    from dreamscape.live.store.playlist import Playlist
    from dreamscape.live.store.settings import Settings


def play(parameters: PlayParameters) -> int:
    """Play until the viewer leaves; returns the exit code.

    Raises:
        InputError: the parameters do not go together, or what they name is not there.
    """
    report = begin_report(parameters.log, parameters.overwrite)
    names, parameters = listed(parameters)
    settings = remembered()
    parameters = filled(parameters, settings)
    keys = load_keys(parameters.keyfile)
    music = open_music(parameters)
    request = _request(parameters, dream_for(music, parameters))
    playlist = make_playlist(names, parameters.shuffle and not (music and music.order), request, parameters.seed)
    _check_record(parameters)
    player = song_player(music, parameters, request.dream) if music else None
    sound = sound_starter(parameters, request, music, player)
    sources = input_sources(parameters, request, music, player)
    session = _session(parameters, request, _window(parameters, request, settings), keys, sources)
    session.playlist = playlist
    _begin_songs(session, request, music, player)
    if sound and parameters.mute and "mute" in parameters.remembered:
        session.hud.say("muted, as it was left")
    if report:
        report.watch(session)
    return _run(parameters, session, sound, report)


def _request(parameters: PlayParameters, made: "Dream | None") -> "RenderRequest":
    """The render request of the first dream, or of the one that was made for a song."""
    from dreamscape.engine import dream_source
    from dreamscape.engine.request import check_request

    kept = "language" in parameters.remembered  # any dream will do then, whether it is written in it or not
    options.within(parameters.reaction, 0.0, STRONGEST, "--reaction", "times what is usual")
    options.within(parameters.fps, 1.0, 240.0, "--fps", "frames a second")
    if parameters.scale is not None:
        options.within(parameters.scale, 0.35, 1.0, "--scale", "of the window's size")
    request = check_request(
        made or parameters.dream,
        parameters.seed,
        options.size(parameters.size),
        start=parameters.at,
        act=parameters.act,
        tier=parameters.quality,
        names=("--at", "--to"),
        captions=parameters.captions,
        scene=parameters.scene,
        settings=parameters.settings,
        language="" if kept else parameters.language or "",
        described=parameters.describe,
        memories=parameters.memories,
    )
    tell_memories(request)
    if kept:
        request = replace(request, dream=dream_source.in_language(request.dream, parameters.language or ""))
    if warning := check_faces(request):
        complain(warning, 0)
    return replace(request, limited=parameters.flash_limit)


def _check_record(parameters: PlayParameters) -> None:
    """Raise InputError unless the inputs can be written where that was asked for."""
    from dreamscape.files import placing

    if parameters.record is not None:
        placing.check(parameters.record, (".jsonl",), parameters.overwrite)
        check_inputs([parameters.record])


def _window(parameters: PlayParameters, request: "RenderRequest", settings: "Settings") -> "Window":
    from dreamscape.devices.window import Window

    lies = lying(request.size, settings)
    return Window(
        request.dream.file.title,
        lies.size,
        display=parameters.display,
        corner=lies.corner,
        fullscreen=parameters.fullscreen or parameters.kiosk,
        held=parameters.kiosk,
    )


def _session(
    parameters: PlayParameters,
    request: "RenderRequest",
    window: "Window",
    keys: "Keys",
    sources: "list[InputSource]",
) -> "Session":
    from dreamscape.live.session.options import SessionOptions, first_tier
    from dreamscape.live.session.session import Session
    from dreamscape.live.session.session_settings import SessionSettings
    from dreamscape.live.store import settings
    from dreamscape.quality import quality
    from dreamscape.render import context

    tier = quality(parameters.quality) if parameters.quality else None
    wanted = SessionOptions(
        request,
        parameters.fps,
        tier,
        parameters.scale,
        parameters.debug_view,
        kiosk=parameters.kiosk,
        turns=parameters.turns,
    )
    session = Session(window, wanted, first_tier(tier, context.is_software(window.ctx)), keys, sources)
    if parameters.osc_send:
        from dreamscape.live.controls.osc_sender import OscSender

        session.osc_sender = OscSender(parameters.osc_send)
    session.hud.announces = parameters.now_playing
    session.listen_source, session.reaction = parameters.listen, parameters.reaction
    if not parameters.kiosk:  # strangers do not change the user's settings
        sound = {
            "volume": parameters.volume,
            "muted": parameters.starts_muted,
            "sound_device": parameters.sound_device,
        }
        session.settings = SessionSettings(session, settings.path(), sound)
    return session


def _begin_songs(
    session: "Session", request: "RenderRequest", music: Music | None, player: "SongPlayer | None"
) -> None:
    """Let the songs play in the session."""
    if player:
        player.begin(session, session.playhead.tick)
        session.songs = player
    elif music:
        from dreamscape.live.playback.one_song import OneSong

        session.songs = OneSong(music.song, music.path, song_start(request), session)


def _run(parameters: PlayParameters, session: "Session", sound: "StartSound | None", report: "Report | None") -> int:
    """Run a session until it is over, and close its window; returns the exit code."""
    from dreamscape.live.loop import run
    from dreamscape.system import interrupts

    with interrupts.Interrupt() as interrupt, suppress(KeyboardInterrupt):
        if parameters.record is not None:
            session.log.record(parameters.record, session.renderer.world.tick, parameters.overwrite)
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


def make_playlist(
    names: list[str], shuffle: bool, request: "RenderRequest", number: str | int | None
) -> "Playlist | None":
    """The playlist after the first dream: the named ones, or shipped ones in random order; None to repeat it."""
    from dreamscape import rng
    from dreamscape.dream import dream_file
    from dreamscape.live.store.playlist import Playlist, read

    if not names and not shuffle:
        return None
    first = request.dream.name
    others = names[1:] or [name for name in dream_file.names() if name != first]
    lot = rng.Streams(rng.tonight() if number is None else request.seed) if shuffle else None
    return Playlist(
        [request.dream, *read(others, request.dream.memories)], None if number is None else request.seed, lot
    )
