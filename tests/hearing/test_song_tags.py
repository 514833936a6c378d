"""What a song is called: what breaks here shows a file's name, or a stranger's control characters, for its title."""

from pathlib import Path

import av
import numpy as np
import pytest

from dreamscape.hearing.song import Song
from dreamscape.hearing.song_tags import SongTags


def tagged(path: Path, codec: str, tags: dict[str, str]) -> SongTags:
    """The tags of a tenth of a second of silence, as `Song` reads them."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=48_000)
        stream.layout = "stereo"  # type: ignore[union-attr]
        for place in (out, stream) if path.suffix == ".ogg" else (out,):
            place.metadata.update(tags)
        layout = stream.codec_context.format.name  # type: ignore[union-attr]
        resampler = av.AudioResampler(layout, "stereo", 48_000, stream.codec_context.frame_size or None)  # type: ignore[union-attr]
        frame = av.AudioFrame.from_ndarray(np.zeros((2, 4800), np.float32), format="fltp", layout="stereo")
        frame.sample_rate = 48_000
        for piece in [*resampler.resample(frame), *resampler.resample(None), None]:
            out.mux(stream.encode(piece))  # type: ignore[union-attr]
    song = Song(path, "--listen-file")
    song.close()
    return song.tags


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.mp3", "libmp3lame"), ("a.flac", "flac"), ("a.ogg", "libopus"), ("a.m4a", "aac"), ("a.wav", "pcm_s16le")],
)
def test_every_format_says_what_its_song_is_called(tmp_path: Path, name: str, codec: str) -> None:
    told = {"title": "Caf\xe9 in the rain", "artist": "Ana & the Eyes"}
    assert tagged(tmp_path / name, codec, told).label == "Ana & the Eyes \u2013 Caf\xe9 in the rain"


def test_without_tags_a_song_has_its_files_name(tmp_path: Path) -> None:
    assert tagged(tmp_path / "07 rain.flac", "flac", {}) == SongTags("07 rain")
    assert tagged(tmp_path / "b.flac", "flac", {"title": "a\x1b[31m\nb" + "c" * 300}).title.startswith("a [31m bcc")
