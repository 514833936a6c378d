"""The songs that `play` moves to: one, or many that follow each other."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dreamscape.commands.play_parameters import PlayParameters
from dreamscape.errors import InputError
from dreamscape.text import printable

if TYPE_CHECKING:
    from dreamscape.dream.dream_file import Dream
    from dreamscape.hearing.song import Song
    from dreamscape.live.playback.song_player import SongPlayer
    from dreamscape.songs.song_order import SongOrder

LONGEST_WAIT = 30.0  # minutes of a song that play makes a dream for: it takes some seconds before the window opens
LONGEST_FADE = 30.0  # s


@dataclass(frozen=True, slots=True)
class Music:
    """What `play` moves to.

    Attributes:
        song: the first song, open.
        path: of its file.
        order: of all of them; None of one that plays alone.
        place: of the first one in the order.
    """

    song: "Song"
    path: Path
    order: "SongOrder | None" = None
    place: int = 0


def open_music(parameters: PlayParameters) -> Music | None:
    """The songs to move to, if any were asked for.

    Raises:
        InputError: no song can be played; says what was expected.
    """
    from dreamscape import options

    options.within(parameters.cross_fade, 0.0, LONGEST_FADE, "--cross-fade", "s")
    paths = _paths(parameters)
    if not paths:
        return None
    if parameters.listen is not None:
        asked = "--favourites" if parameters.favourites else "--listen-file"
        raise InputError(f"--listen and {asked}: expected one of them")
    if parameters.link:
        raise InputError("--link and songs: expected one of them; songs keep their own beat")
    from dreamscape.hearing.song import Song
    from dreamscape.songs.m3u import is_list

    if len(paths) == 1 and not (paths[0].is_dir() or is_list(paths[0])):
        return Music(Song(paths[0], "--listen-file"), paths[0])
    return _open_first(_order(paths, parameters))


def dream_for(music: Music | None, parameters: PlayParameters) -> "Dream | None":
    """The dream that is made for the song; None if a dream was named, or none can be made in a time that one waits."""
    from dreamscape.commands.common import complain
    from dreamscape.engine.song_dream import song_dream
    from dreamscape.system.standard_streams import tell

    if music is None or names_dream(music, parameters):
        return None
    if (minutes := music.song.expected / 60.0) > LONGEST_WAIT:
        long = f"{music.song.title}: {minutes:.0f} minutes long, too long to make a dream for"
        complain(f"{long}; dreamscape choreograph does", 0)
        return None
    try:
        music.song.check()
        made = song_dream(music.song, music.path, "song", parameters.cross_fade if music.order else 0.0)
    except InputError as error:
        complain(f"{error}; it is played to the canonical dream", 0)
        return None
    for line in made.plan:
        tell(sys.stderr, f"{printable(line)}\n")
    return made


def names_dream(music: Music, parameters: PlayParameters) -> bool:
    """Whether songs are played to dreams that were named; to shuffled ones, if there is one song."""
    return bool(parameters.dream or parameters.scene or parameters.act or (parameters.shuffle and not music.order))


def song_player(music: Music, parameters: PlayParameters, played: "Dream") -> "SongPlayer | None":
    """The player of several songs; None for one that plays alone.

    Args:
        music: the songs.
        parameters: of the command.
        played: the first dream, which was made for the first song if it has a plan.
    """
    if music.order is None:
        return None
    from dreamscape import options
    from dreamscape.dream import dream_file
    from dreamscape.engine.dream_source import DEFAULT
    from dreamscape.live.playback.song_dreams import SongDreams
    from dreamscape.live.playback.song_plans import SongPlans
    from dreamscape.live.playback.song_player import SongPlayer

    plans = None if names_dream(music, parameters) else SongPlans(parameters.cross_fade)
    if plans and played.plan:
        plans.know(music.path, played)
    number = None if parameters.seed is None else options.seed_number(parameters.seed)
    dreams = SongDreams(plans, number, dream_file.load(DEFAULT) if played.plan else played)
    return SongPlayer(music.order, music.place, music.song, parameters.cross_fade, dreams)


def _paths(parameters: PlayParameters) -> tuple[Path, ...]:
    """The files, folders and lists to play."""
    if not parameters.favourites:
        return parameters.listen_file
    if parameters.listen_file:
        raise InputError("--favourites and --listen-file: expected one of them, or no song beside --favourites")
    from dreamscape.songs import favourite_songs

    path = favourite_songs.path()
    if not favourite_songs.load(path):
        raise InputError("--favourites: no song is marked yet; press * while one plays")
    return (path,)


def _order(paths: tuple[Path, ...], parameters: PlayParameters) -> "SongOrder":
    """The order of the songs that are found."""
    from dreamscape import options, rng
    from dreamscape.commands.common import complain
    from dreamscape.songs.song_files import find
    from dreamscape.songs.song_order import SongOrder

    found = find(paths)
    for note in found.notes:
        complain(note, 0)
    number = parameters.seed
    seed = rng.tonight() if number is None else options.seed_number(number)
    return SongOrder(found.songs, rng.Streams(seed) if parameters.shuffle else None)


def _open_first(order: "SongOrder") -> Music:
    """The first song that can be opened."""
    from dreamscape.commands.common import complain
    from dreamscape.live.playback.song_loader import open_from

    place, song, notes = open_from(order, 0)
    for note in notes:
        complain(note, 0)
    if song is None:
        raise InputError(f"none of the {len(order.songs)} songs can be played, expected files such as MP3, FLAC or OGG")
    return Music(song, order.at(place).path, order, place)
