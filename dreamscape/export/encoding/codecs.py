"""The codecs of films, and the containers that hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from dreamscape.export.encoding import encoder_settings
from dreamscape.export.encoding.encoder_settings import Settings
from dreamscape.options import LARGEST_SIDE


@dataclass(frozen=True, slots=True)
class Container:
    """A kind of file.

    Attributes:
        muxer: FFmpeg's name.
        codecs: what it may hold, names of CODECS; the first is meant where nothing else is said.
        clear: those that it holds with an alpha channel.
        sounds: FFmpeg's encoders of sound that it may hold; the first is the usual one.
        lossless: the one of them that goes with pictures meant for editing or for an archive.
        subtitles: as in `formats.Format`.
    """

    muxer: str
    codecs: tuple[str, ...]
    clear: tuple[str, ...]
    sounds: tuple[str, ...]
    lossless: str
    subtitles: str


@dataclass(frozen=True, slots=True)
class Codec:
    """A way to compress.

    Attributes:
        title: as people write it.
        encoder: FFmpeg's name of the encoder in software.
        pixels: layout of planes by bits; the first is meant where nothing else is said.
        clear: the same with an alpha channel.
        crf: the usual one and the highest; None where the codec knows neither `--crf` nor `--preset`.
        settings: of the encoder.
        tag, threads: as in `formats.Format`.
        least, most: width and height in pixels that it needs, and that it takes.
        steps: pixels that its width and height are multiples of.
        step: between two constant qualities that make a difference.
    """

    title: str
    encoder: str
    pixels: Mapping[int, str]
    clear: Mapping[int, str]
    crf: tuple[int, int] | None
    settings: Settings
    tag: str | None = None
    threads: str = "FRAME"
    least: tuple[int, int] = (1, 1)
    most: tuple[int, int] = (LARGEST_SIDE, LARGEST_SIDE)
    steps: tuple[int, int] = (1, 1)
    step: float = 1.0


_EIGHT = {8: "yuv420p", 10: "yuv420p10le"}  # the first is meant
_TEN = {10: "yuv420p10le", 8: "yuv420p"}  # where every player knows ten bits, dark gradients are worth them

CODECS = {
    "h264": Codec("H.264", "libx264", _EIGHT, {}, (18, 51), encoder_settings.x264, step=0.25),
    # x265 refuses what is lower, and writes past its memory for what is narrower
    "hevc": Codec("HEVC", "libx265", _TEN, {}, (20, 51), encoder_settings.x265, tag="hvc1", step=0.25, least=(50, 16)),
    # SVT-AV1 refuses sides below 4, and reads past its memory for those up to 24
    "av1": Codec(
        "AV1", "libsvtav1", _TEN, {}, (26, 63), encoder_settings.svt, least=(32, 32), most=(LARGEST_SIDE, 8704)
    ),
    "vp9": Codec("VP9", "libvpx-vp9", _EIGHT, {8: "yuva420p"}, (26, 63), encoder_settings.vpx),
    "prores": Codec(
        "ProRes 422 HQ", "prores_ks", {10: "yuv422p10le"}, {}, None, encoder_settings.prores("hq"), threads="SLICE"
    ),
    "prores4444": Codec(
        "ProRes 4444",
        "prores_ks",
        {10: "yuv444p10le"},
        {10: "yuva444p10le"},
        None,
        encoder_settings.prores("4444"),
        threads="SLICE",
    ),
    "dnxhr": Codec(
        "DNxHR",
        "dnxhd",
        {10: "yuv422p10le", 8: "yuv422p"},
        {},
        None,
        encoder_settings.dnxhr,
        threads="SLICE",
        least=(256, 120),
    ),
    "dnxhr444": Codec(
        "DNxHR 444", "dnxhd", {10: "yuv444p10le"}, {}, None, encoder_settings.dnxhr, threads="SLICE", least=(256, 120)
    ),
    "cineform": Codec(
        "CineForm",
        "cfhd",
        {10: "yuv422p10le", 12: "gbrp12le"},
        {12: "gbrap12le"},
        None,
        encoder_settings.cineform,
        threads="SLICE",
        least=(32, 32),
        steps=(16, 1),
    ),
    "dxv": Codec(
        "DXV", "dxv", {8: "rgba"}, {}, None, encoder_settings.dxv, threads="SLICE", least=(16, 16), steps=(16, 4)
    ),
    # all the colour that was drawn: an archive throws nothing away
    "ffv1": Codec(
        "FFV1",
        "ffv1",
        {10: "yuv444p10le", 8: "yuv444p"},
        {10: "yuva444p10le"},
        None,
        encoder_settings.ffv1,
        threads="SLICE",
    ),
}
CONTAINERS = {
    ".mp4": Container(
        "mp4", ("h264", "hevc", "av1", "vp9"), (), ("aac", "alac", "libopus", "flac"), "alac", "mov_text"
    ),
    ".mov": Container(
        "mov",
        ("prores", "prores4444", "h264", "hevc", "dnxhr", "dnxhr444", "cineform", "dxv"),
        ("prores4444", "cineform"),
        ("aac", "pcm_s24le", "alac"),
        "pcm_s24le",
        "mov_text",
    ),
    ".mkv": Container(
        "matroska",
        ("h264", "hevc", "av1", "vp9", "prores", "prores4444", "ffv1"),
        ("ffv1", "prores4444", "vp9"),
        ("libopus", "flac", "aac", "pcm_s24le"),
        "flac",
        "subrip",
    ),
    ".webm": Container("webm", ("vp9", "av1"), ("vp9",), ("libopus",), "libopus", "webvtt"),
    ".avif": Container("avif", ("av1",), (), (), "", ""),
    ".mxf": Container("mxf", ("dnxhr", "dnxhr444"), (), ("pcm_s24le",), "pcm_s24le", ""),
}
SUFFIXES = tuple(CONTAINERS)
FASTSTART = {"movflags": "+faststart"}
DEFAULT_KEYINT = Fraction(2)  # s: pages and editors seek in a quarter of the time of 8 s
SITED = {"chroma_sample_location": "left"}  # as `Planes` does it
LOOPED = {"loop": "0"}  # for ever
FASTEST = 90  # frames a second of a moving picture: browsers show what is shorter than 11 ms for 100 ms
_PLAIN = tuple(map(Fraction, (24, 25, 30, 50, 60)))
RATES = {
    ".mxf": (*_PLAIN, *(Fraction(rate * 1000, 1001) for rate in (24, 30, 60)))
}  # that it can tell; others tell all
