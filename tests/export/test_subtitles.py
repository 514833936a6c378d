"""The voice as text: what breaks here leaves people who cannot hear or read the picture without the words."""

import re
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from dreamscape import cli, options
from dreamscape.dream.dream_file import Act, DreamFile
from dreamscape.dream.line import Line
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.request import check_request
from dreamscape.export import film
from dreamscape.export.container import text_track
from dreamscape.export.container.subtitles import (
    SubtitleLine,
    TextTrack,
    cue_text,
    lines_between,
    subtitle_tracks,
    to_srt,
    to_vtt,
)
from dreamscape.export.encoding import formats
from dreamscape.export.segments.segment_writer import FilmJob

SAID = "You said: {why} \\N, 100 %, \u201cno\u201d?"
DREAM = f"""
title = "Said"
seed = 7
[[act]]
scene = "key"
seconds = 2
[[act.voice]]
at = 0.4
stay = 0.8
text = "First."
[act.shift]
through = "light"
seconds = 0.5
[[act]]
scene = "key"
seconds = 1
[[act.voice]]
at = 0.1
stay = 5
text = '{SAID}'
"""
SMALL = ["--size", "64x36", "--quality", "low", "--fps", "10", "--preset", "ultrafast", "--no-sound"]


@pytest.fixture
def dream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("said.toml").write_text(DREAM, "utf-8")
    return "said.toml"


def timeline() -> Timeline:
    voice = Line(2.0, "one", 3.0), Line(6.0, "two", 2.5)
    return Timeline(
        DreamFile("t", 1, (Act("shore", 10.0, voice=voice), Act("key", 5.0, voice=(Line(0.5, "three", 1.0),))))
    )


def test_lines_have_the_times_of_the_film() -> None:
    assert lines_between(timeline(), Fraction(0), Fraction(15)) == [
        SubtitleLine(2000, 5000, "one"),
        SubtitleLine(6000, 8500, "two"),
        SubtitleLine(10500, 11500, "three"),
    ]


def test_a_part_of_a_film_has_the_part_of_each_line_that_it_shows() -> None:
    assert lines_between(timeline(), Fraction(4), Fraction(7)) == [
        SubtitleLine(0, 1000, "one"),
        SubtitleLine(2000, 3000, "two"),
    ]
    assert lines_between(timeline(), Fraction(5), Fraction(6)) == []


def test_subrip_is_numbered_with_hours_and_milliseconds() -> None:
    lines = [SubtitleLine(0, 999, "a"), SubtitleLine(3_723_004, 3_725_000, "b c")]
    assert to_srt(lines) == "1\n00:00:00,000 --> 00:00:00,999\na\n\n2\n01:02:03,004 --> 01:02:05,000\nb c\n"
    assert to_srt([]) == ""


def track(path: Path | str) -> list[tuple[float, float, str]]:
    """Begin, end in seconds, and text of each line in a film, in the first of its languages."""
    with av.open(str(path)) as container:
        stream = container.streams.subtitles[0]
        assert (stream.codec_context.name, stream.language) == ("mov_text", "eng")
        found = []
        for packet in container.demux(stream):
            data = bytes(packet)
            if len(data) > 2:  # an empty sample stands between lines
                begin = float(packet.pts * packet.time_base)
                size = int.from_bytes(data[:2], "big")
                found.append((begin, begin + float(packet.duration * packet.time_base), data[2 : 2 + size].decode()))
        return found


@pytest.mark.slow
def test_a_film_carries_its_lines_and_an_srt_beside_it_says_the_same(dream: str) -> None:
    assert cli.run(["export", "a.mp4", "--dream", dream, *SMALL, "--srt"]) == 0
    (first, second) = track("a.mp4")
    assert first == (pytest.approx(0.4, abs=0.002), pytest.approx(1.2, abs=0.002), "First.")
    assert second[:2] == (pytest.approx(2.1, abs=0.002), pytest.approx(3.0, abs=0.002))
    assert second[2] == "You said: (why) N, 100 %, \u201cno\u201d?"  # without the signs of FFmpeg's own markup
    text = Path("a.srt").read_text("utf-8")
    assert re.findall(r"^(\S+) --> (\S+)\n(.*)$", text, re.MULTILINE) == [
        ("00:00:00,400", "00:00:01,200", "First."),
        ("00:00:02,100", "00:00:03,000", SAID),
    ]
    assert sorted(path.name for path in Path().iterdir()) == ["a.mp4", "a.srt", dream]


@pytest.mark.slow
def test_a_film_in_which_nothing_is_said_has_no_track(dream: str) -> None:
    assert cli.run(["export", "a.mp4", "--dream", dream, *SMALL, "--from", "1.4", "--to", "1.8"]) == 0
    with av.open("a.mp4") as container:
        assert not container.streams.subtitles
    assert not Path("a.srt").exists()


def test_an_srt_that_is_there_is_not_overwritten(dream: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.srt").write_text("mine", "utf-8")
    assert cli.run(["export", "a.mp4", "--dream", dream, *SMALL, "--srt"]) == 2
    assert "a.srt: exists already" in capsys.readouterr().err
    assert not Path("a.mp4").exists()
    assert Path("a.srt").read_text("utf-8") == "mine"


@pytest.mark.slow
def test_without_captions_the_picture_is_bare_and_the_track_stays(dream: str) -> None:
    shown, bare = (
        _second_frame(check_request(dream, size=(160, 90), tier="low", captions=written)) for written in (True, False)
    )
    assert not np.array_equal(shown, bare)
    assert cli.run(["export", "a.mp4", "--dream", dream, *SMALL, "--no-captions"]) == 0
    assert len(track("a.mp4")) == 2
    with av.open("a.mp4") as container:
        assert "--no-captions" in container.metadata["comment"]
    assert cli.run(["export", "b.mp4", "--dream", dream, *SMALL]) == 0
    with av.open("b.mp4") as container:
        assert "captions" not in container.metadata["comment"]


def _second_frame(asked) -> np.ndarray:
    from dreamscape.clock import moment_at

    renderer = asked.renderer()
    try:
        return renderer.read(renderer.draw(moment_at(Fraction(8, 10)))).copy()
    finally:
        renderer.ctx.release()


@pytest.mark.slow
def test_every_line_of_a_film_is_written_even_if_it_begins_after_the_last_frame(tmp_path: Path) -> None:
    request = check_request(size=(64, 36), tier="low", start=13.9, stop=14.2)  # the first line begins at 14
    job = FilmJob(request, options.rate("5"), formats.choose(".mp4", request.size), 8)
    film.export(tmp_path / "a.mp4", job, {}, lambda: False, lambda outcome: None)
    assert len(track(tmp_path / "a.mp4")) == 1


def test_no_words_end_a_cue_or_begin_another() -> None:
    forged = "Hello\n\n2\n00:00:00,000 --> 00:00:09,000\n\u2028 false\x1b[31m \n"
    assert cue_text(forged) == "Hello\n2\n00:00:00,000 \u2192 00:00:09,000\nfalse\\x1b[31m"
    lines = lines_between(
        Timeline(DreamFile("t", 1, (Act("key", 5.0, voice=(Line(0.0, forged, 1.0),)),))), Fraction(0), Fraction(5)
    )
    assert len(re.findall("-->", to_srt(lines))) == 1
    assert "\n\n" not in to_srt(lines)


def test_a_film_keeps_the_breaks_of_a_line_and_all_that_follows(tmp_path: Path) -> None:
    container = tmp_path / "a.mp4"
    lines = [SubtitleLine(0, 500, cue_text("one\n\ntwo")), SubtitleLine(600, 900, "three")]
    with av.open(str(container), "w") as out:
        stream = text_track.add_track(out, "mov_text", TextTrack("en", "English", tuple(lines)))
        out.start_encoding()
        for _, ready in text_track.encode_lines(stream, lines):
            out.mux(ready)
    assert [line[2] for line in track(container)] == ["one\ntwo", "three"]


def test_webvtt_has_a_head_and_escapes_what_pages_would_read_as_markup() -> None:
    lines = [SubtitleLine(0, 999, "a"), SubtitleLine(3_723_004, 3_725_000, "b < c & d")]
    assert to_vtt(lines) == (
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:00.999\na\n\n2\n01:02:03.004 --> 01:02:05.000\nb &lt; c &amp; d\n"
    )


@pytest.mark.parametrize(("suffix", "codec"), [("mp4", "mov_text"), ("mkv", "subrip"), ("webm", "webvtt")])
def test_a_film_has_a_track_for_each_language_the_one_to_be_read_first(tmp_path: Path, suffix: str, codec: str) -> None:
    request = check_request(start=10, stop=30, captions=False, language="ja")
    tracks = subtitle_tracks(request, Fraction(30))
    with av.open(str(tmp_path / f"a.{suffix}"), "w") as out:
        streams = [text_track.add_track(out, codec, text) for text in tracks]
        out.start_encoding()
        for stream, text in zip(streams, tracks, strict=True):
            for _, ready in text_track.encode_lines(stream, text.lines):
                out.mux(ready)
    with av.open(str(tmp_path / f"a.{suffix}")) as found:
        codes = [stream.language for stream in found.streams.subtitles]
        names = [stream.metadata.get("title", stream.metadata.get("name")) for stream in found.streams.subtitles]
        shown = [bool(stream.disposition & av.stream.Disposition.default) for stream in found.streams.subtitles]
        said = {packet.stream.language: bytes(packet) for packet in found.demux() if packet.size > 2}
    assert codes == ["jpn", "eng", "deu", "fra", "spa", "por", "rus", "ara", "hin"]
    assert (names[0], names[7], shown) == ("日本語", "العربية", [True] + 8 * [False])
    assert "つながり" in said["jpn"].decode("utf-8", "replace")
    assert "isolate" in said["eng"].decode("utf-8", "replace")


FILMS = [("a.mp4", "h264"), ("a.mov", "h264"), ("a.mkv", "h264"), ("a.webm", "vp9")]


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Films of every kind that holds a track: with letters in the picture, bare, and without a track."""
    folder = tmp_path_factory.mktemp("films")
    (folder / "said.toml").write_text(DREAM.replace("First.", "First < & {.}"), "utf-8")
    for name, codec in FILMS:
        for which, given in (("burned", ()), ("bare", ("--no-captions",)), ("none", ("--no-subtitles", "--vtt"))):
            asked = [
                "--dream",
                str(folder / "said.toml"),
                *SMALL,
                "--codec",
                codec,
                "--to",
                "0.8",
                "--fps",
                "5",
            ]
            assert cli.run(["export", str(folder / f"{which}.{name}"), *asked, *given, "--overwrite"]) == 0
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("name", "codec"), FILMS)
def test_the_track_is_white_and_shown_only_where_the_picture_has_no_letters(films: Path, name: str, codec: str) -> None:
    for which in ("burned", "bare"):
        with av.open(str(films / f"{which}.{name}")) as container:
            (stream,) = container.streams.subtitles
            assert bool(stream.disposition & av.stream.Disposition.default) == (which == "bare")
            header = stream.codec_context.extradata or b""
            said = [bytes(packet) for packet in container.demux(stream) if len(bytes(packet)) > 2]
        if name in ("a.mp4", "a.mov"):  # a box of 3GPP Timed Text (TS 26.245): in the middle, at the bottom, on nothing
            assert header[4:10] == b"\x01\xff" + bytes(4)
            assert header[26:30] == b"\xff" * 4
            assert said == [b"\0\x0dFirst < & (.)"]
        else:
            assert said == [b"First &lt; &amp; (.)" if name == "a.webm" else b"First < & (.)"]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "codec"), FILMS)
def test_a_film_without_subtitles_has_no_track_and_says_so(films: Path, name: str, codec: str) -> None:
    with av.open(str(films / f"none.{name}")) as container:
        assert not container.streams.subtitles
        assert "--no-subtitles" in next(text for key, text in container.metadata.items() if key.lower() == "comment")
        assert sum(1 for _ in container.decode(video=0)) == 4
    assert "First &lt; &amp; {.}" in (films / "none.a.vtt").read_text("utf-8")
