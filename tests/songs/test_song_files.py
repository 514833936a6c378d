"""Which songs play, and in which order: what breaks here plays others, one twice, or asks a stranger's machine."""

import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.errors import InputError
from dreamscape.rng import Streams
from dreamscape.songs import favourite_songs, m3u
from dreamscape.songs.m3u import ListedSong
from dreamscape.songs.song_files import find
from dreamscape.songs.song_order import SongOrder

LIST = b"""\xef\xbb\xbf#EXTM3U\r
#EXTINF:123,Ana \xe2\x80\x93 the Eyes - Mosaic\r
one.mp3\r
# a comment

  CD 2\\two.flac
/music/three.ogg
http://example.org/four.mp3
file://host/five.mp3
\\\\server\\share\\six.mp3
//server/share/seven.mp3
file:///music/eig%20ht.mp3
"""


def test_a_list_is_read_as_players_write_it_and_asks_no_other_machine(tmp_path: Path) -> None:
    listed = m3u.decode(LIST, tmp_path)
    here = [tmp_path / "one.mp3", tmp_path / "CD 2" / "two.flac", Path("/music/three.ogg"), Path("/music/eig ht.mp3")]
    if os.name != "nt":
        assert [song.path for song in listed.songs] == here
    assert [song.title for song in listed.songs] == ["Ana \u2013 the Eyes - Mosaic", "", "", ""]
    assert listed.addresses == 4
    (tmp_path / "list.m3u8").write_bytes(LIST)
    assert (
        find([tmp_path / "list.m3u8"]).notes[0].endswith("4 entries name another machine, which is not asked; left out")
    )


def test_an_old_list_may_be_in_latin_letters(tmp_path: Path) -> None:
    assert m3u.decode(b"caf\xe9.mp3", tmp_path, is_utf8=False).songs[0].path.name == "caf\xe9.mp3"
    assert m3u.decode("caf\xe9.mp3".encode(), tmp_path, is_utf8=False).songs[0].path.name == "caf\xe9.mp3"


names = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0/\\"), min_size=1, max_size=20)


@given(st.lists(st.tuples(names, names), max_size=4))
def test_what_is_written_is_read_again(pairs: list[tuple[str, str]]) -> None:
    root = Path("/music")
    songs = [ListedSong(root / f"a{name}z", " ".join(title.split())) for name, title in pairs]
    try:
        data = m3u.encode(songs)
    except InputError:
        assert any(len(str(song.path).splitlines()) > 1 for song in songs)
        return
    if os.name != "nt":
        assert m3u.decode(data, root).songs == tuple(songs)


def test_a_folder_is_its_songs_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in (
        "10 c.mp3",
        "2 b.FLAC",
        "1 a.ogg",
        ".hidden.mp3",
        "cover.jpg",
        "list.m3u",
        "CD 2/1 d.wav",
        "CD 10/e.wav",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "again").symlink_to(tmp_path)
    found = [str(song.path.relative_to(tmp_path)) for song in find([tmp_path]).songs]
    assert [Path(name).as_posix() for name in found] == [
        "1 a.ogg",
        "2 b.FLAC",
        "10 c.mp3",
        "CD 2/1 d.wav",
        "CD 10/e.wav",
    ]


def test_a_lot_plays_each_song_once_a_round_and_none_twice_running() -> None:
    for count in (2, 3, 7):
        songs = [ListedSong(Path(f"{number}")) for number in range(count)]
        order, other = SongOrder(songs, Streams(3)), SongOrder(songs, Streams(4))
        played = [order.at(place) for place in range(20 * count)]
        assert all(set(played[start : start + count]) == set(songs) for start in range(0, len(played), count))
        assert all(one != next_one for one, next_one in pairwise(played))
        assert [SongOrder(songs, Streams(3)).at(place) for place in range(20 * count)] == played
        assert count < 7 or [other.at(place) for place in range(20 * count)] != played


@pytest.mark.parametrize("lot", [None, Streams(3)])
def test_songs_that_are_left_out_are_passed_over_both_ways(lot: Streams | None) -> None:
    order = SongOrder([ListedSong(Path(f"{number}")) for number in range(4)], lot)
    before = order.count
    order.leave_out(1)
    assert order.count == before - 1
    assert (order.after(0), order.before(2)) == (2, 0)
    assert order.before(0) == (-1 if lot is None else 0)
    for place in (0, 2, 3):
        assert not order.is_empty
        order.leave_out(place)
    assert order.is_empty


def test_a_song_is_marked_and_no_longer(tmp_path: Path) -> None:
    path, song = tmp_path / "state" / "songs.m3u8", ListedSong(tmp_path / "caf\xe9.mp3", "Ana\n – Mosaic")
    assert favourite_songs.load(path) == ()
    assert favourite_songs.toggle(path, song)
    assert favourite_songs.toggle(path, ListedSong(tmp_path / "other.mp3"))
    assert [one.title for one in favourite_songs.load(path)] == ["Ana – Mosaic", ""]
    assert not favourite_songs.toggle(path, song)
    assert [one.path.name for one in favourite_songs.load(path)] == ["other.mp3"]
    with pytest.raises(InputError, match="line break"):
        favourite_songs.toggle(path, ListedSong(tmp_path / "a\nb.mp3"))
    assert len(favourite_songs.load(path)) == 1
