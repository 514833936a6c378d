"""The video codecs that films can use, and the containers that hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from dreamscape.export.encoding import encoder_settings
from dreamscape.export.encoding.encoder_settings import Settings
from dreamscape.options import LARGEST_SIDE


@dataclass(frozen=True, slots=True)
class Container:
    """A file format that holds video, sound and subtitles.

    Attributes:
        muxer: FFmpeg's name.
        codecs: the video codecs it can hold, names of CODECS; the first is the default.
        alpha_codecs: those that it can hold with an alpha channel.
        audio_encoders: FFmpeg's names of the audio encoders it can hold; the first is the default.
        lossless_audio: the audio encoder that goes with video codecs meant for editing or archiving.
        subtitle_encoder: FFmpeg's subtitle encoder for it; empty for none.
    """

    muxer: str
    codecs: tuple[str, ...]
    alpha_codecs: tuple[str, ...]
    audio_encoders: tuple[str, ...]
    lossless_audio: str
    subtitle_encoder: str


@dataclass(frozen=True, slots=True)
class Codec:
    """A video codec.

    Attributes:
        title: its name in messages.
        encoder: FFmpeg's name of the software encoder.
        pixels: pixel formats by bit depth; the first is the default.
        alpha_pixels: pixel formats with an alpha channel, by bit depth.
        crf: the default and the highest CRF; None if the codec has neither `--crf` nor `--preset`.
        settings: makes the encoder's options.
        tag, threads: as in `formats.Format`.
        min_size, max_size: smallest and largest width and height, pixels.
        size_multiples: width and height must be multiples of these, pixels.
        crf_step: the smallest CRF step that changes the output.
    """

    title: str
    encoder: str
    pixels: Mapping[int, str]
    alpha_pixels: Mapping[int, str]
    crf: tuple[int, int] | None
    settings: Settings
    tag: str | None = None
    threads: str = "FRAME"
    min_size: tuple[int, int] = (1, 1)
    max_size: tuple[int, int] = (LARGEST_SIDE, LARGEST_SIDE)
    size_multiples: tuple[int, int] = (1, 1)
    crf_step: float = 1.0


_DEFAULT_8_BIT = {8: "yuv420p", 10: "yuv420p10le"}  # the first is the default
_DEFAULT_10_BIT = {
    10: "yuv420p10le",
    8: "yuv420p",
}  # every player of these codecs knows 10 bits, and dark gradients need them

CODECS = {
    "h264": Codec("H.264", "libx264", _DEFAULT_8_BIT, {}, (18, 51), encoder_settings.x264, crf_step=0.25),
    # x265 refuses a smaller height, and writes out of bounds at a smaller width
    "hevc": Codec(
        "HEVC",
        "libx265",
        _DEFAULT_10_BIT,
        {},
        (20, 51),
        encoder_settings.x265,
        tag="hvc1",
        crf_step=0.25,
        min_size=(50, 16),
    ),
    # SVT-AV1 refuses sides below 4, and reads out of bounds at sides up to 24
    "av1": Codec(
        "AV1",
        "libsvtav1",
        _DEFAULT_10_BIT,
        {},
        (26, 63),
        encoder_settings.svt,
        min_size=(32, 32),
        max_size=(LARGEST_SIDE, 8704),
    ),
    "vp9": Codec("VP9", "libvpx-vp9", _DEFAULT_8_BIT, {8: "yuva420p"}, (26, 63), encoder_settings.vpx),
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
        min_size=(256, 120),
    ),
    "dnxhr444": Codec(
        "DNxHR 444",
        "dnxhd",
        {10: "yuv444p10le"},
        {},
        None,
        encoder_settings.dnxhr,
        threads="SLICE",
        min_size=(256, 120),
    ),
    "cineform": Codec(
        "CineForm",
        "cfhd",
        {10: "yuv422p10le", 12: "gbrp12le"},
        {12: "gbrap12le"},
        None,
        encoder_settings.cineform,
        threads="SLICE",
        min_size=(32, 32),
        size_multiples=(16, 1),
    ),
    "dxv": Codec(
        "DXV",
        "dxv",
        {8: "rgba"},
        {},
        None,
        encoder_settings.dxv,
        threads="SLICE",
        min_size=(16, 16),
        size_multiples=(16, 4),
    ),
    # full chroma resolution: an archive throws nothing away
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
DEFAULT_KEYINT = Fraction(2)  # s: web pages and editors seek four times faster than with 8 s
CHROMA_SITING = {"chroma_sample_location": "left"}  # where `Planes` samples chroma
LOOP_FOREVER = {"loop": "0"}  # forever
MAX_AVIF_RATE = 90  # frames per second of an animated AVIF: browsers show frames shorter than 11 ms for 100 ms
_WHOLE_RATES = tuple(map(Fraction, (24, 25, 30, 50, 60)))
SUPPORTED_RATES = {
    ".mxf": (*_WHOLE_RATES, *(Fraction(rate * 1000, 1001) for rate in (24, 30, 60)))
}  # frame rates by suffix, for containers that cannot store every rate
