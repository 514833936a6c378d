"""The formats of a film: codecs, the containers that hold them, and what `--crf` and `--preset` mean to each."""

import importlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dreamscape import cores
from dreamscape.errors import InputError, one_of
from dreamscape.outputs import hardware

PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")
DEFAULT_PRESET = "veryfast"
LOOKAHEAD_BYTES = 45_000_000  # for the default preset: all its ten frames at 1280x720, five at 1920x1080
BYTES_PER_PIXEL = 4  # of a frame in x264's queue: the picture, four half-size ones, vectors and costs


@dataclass(frozen=True, slots=True)
class Wish:
    """What an encoder in software is asked for.

    Attributes:
        crf, preset: constant quality, and one of PRESETS.
        size: of the film in pixels.
        pixels: of the layout of planes.
        cores: that it may use.
    """

    crf: int
    preset: str
    size: tuple[int, int]
    pixels: str
    cores: int


Settings = Callable[[Wish], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Format:
    """How a film is compressed.

    Attributes:
        codec: FFmpeg's name of the encoder.
        pixels: of the layout of planes that it takes, one of `planes.LAYOUTS`.
        options: of the encoder.
        container_options: of the container's writer.
        muxer: FFmpeg's name of the container.
        sounds: FFmpeg's encoders of sound that the container holds, the fitting one first.
        subtitles: FFmpeg's encoder of subtitles for the container.
        tag: four letters that Apple's players know the codec by; None for the container's own choice.
        threads: `FRAME` or `SLICE`, how the encoder shares its work among cores.
    """

    codec: str
    pixels: str
    options: Mapping[str, str]
    container_options: Mapping[str, str]
    muxer: str = "mp4"
    sounds: tuple[str, ...] = ("aac",)
    subtitles: str = "mov_text"
    tag: str | None = None
    threads: str = "FRAME"


@dataclass(frozen=True, slots=True)
class Container:
    """A kind of file.

    Attributes:
        muxer: FFmpeg's name.
        codecs: what it may hold, names of CODECS; the first is meant where nothing else is said.
        clear: those that it holds with an alpha channel.
        sounds: FFmpeg's encoders of sound that it may hold; the first is the usual one.
        lossless: the one of them that goes with pictures meant for editing or for an archive.
        subtitles: as in `Format`.
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
        tag, threads: as in `Format`.
    """

    title: str
    encoder: str
    pixels: Mapping[int, str]
    clear: Mapping[int, str]
    crf: tuple[int, int] | None
    settings: Settings
    tag: str | None = None
    threads: str = "FRAME"


def _x264(wish: Wish) -> dict[str, str]:
    details: dict[str, int | str] = {"sync-lookahead": 0}  # the encoder has a thread of its own; more hold more frames
    if _has_avx512():
        details["asm"] = "AVX2"  # x264's macroblock tree in AVX-512 reads memory that nobody wrote: films would differ
    if wish.preset == DEFAULT_PRESET:
        pixels = wish.size[0] * wish.size[1]
        details["rc-lookahead"] = min(10, max(4, LOOKAHEAD_BYTES // (pixels * BYTES_PER_PIXEL)))
    return {
        "crf": str(wish.crf),
        "preset": wish.preset,
        "threads": str(max(min(2, wish.cores), wish.cores // 2)),  # each holds frames; drawing has work for the rest
        "chroma_sample_location": "left",
        "x264-params": _joined(details),
    }


def _has_avx512() -> bool:
    """Whether this processor has AVX-512, by what NumPy has found of it."""
    found = importlib.import_module("numpy._core._multiarray_umath")
    features: Mapping[str, bool] = getattr(found, "__cpu_features__", {})
    return bool(features.get("AVX512F", False))


def _x265(wish: Wish) -> dict[str, str]:
    details: dict[str, int | str] = {
        "log-level": "none",
        "open-gop": 0,
        "frame-threads": 1,
        "pools": wish.cores,
    }
    lossless = {"lossless": 1} if wish.crf == 0 else {}  # unlike x264's, its crf 0 is not
    return {
        "crf": str(wish.crf),
        "preset": wish.preset,
        "chroma_sample_location": "left",
        "x265-params": _joined({**details, **lossless}),
    }


def _svt(wish: Wish) -> dict[str, str]:
    os.environ.setdefault("SVT_LOG", "1")  # errors only: it writes to the terminal by itself
    speed = 12 - PRESETS.index(wish.preset)
    return {"crf": str(wish.crf), "preset": str(speed), "svtav1-params": _joined({"lp": wish.cores})}


def _vpx(wish: Wish) -> dict[str, str]:
    speed = 8 - PRESETS.index(wish.preset)
    lossless = {"lossless": "1"} if wish.crf == 0 else {}
    shared = {"threads": str(wish.cores), "row-mt": "1", "tile-columns": "2", "auto-alt-ref": "0"}
    return {"crf": str(wish.crf), "b": "0", "deadline": "good", "cpu-used": str(speed), **shared, **lossless}


def _prores(profile: str) -> Settings:
    vendor = {"vendor": "apl0"}  # that editors expect
    return lambda wish: {"profile": profile, **vendor, "threads": str(wish.cores)}


def _ffv1(wish: Wish) -> dict[str, str]:
    return {"level": "3", "g": "1", "slices": "4", "slicecrc": "1", "threads": str(wish.cores)}


def _joined(details: Mapping[str, int | str]) -> str:
    return ":".join(f"{name}={value}" for name, value in details.items())


_EIGHT = {8: "yuv420p", 10: "yuv420p10le"}  # the first is meant
_TEN = {10: "yuv420p10le", 8: "yuv420p"}  # where every player knows ten bits, dark gradients are worth them

CODECS = {
    "h264": Codec("H.264", "libx264", _EIGHT, {}, (18, 51), _x264),
    "hevc": Codec("HEVC", "libx265", _TEN, {}, (20, 51), _x265, tag="hvc1"),
    "av1": Codec("AV1", "libsvtav1", _TEN, {}, (26, 63), _svt),
    "vp9": Codec("VP9", "libvpx-vp9", _EIGHT, {8: "yuva420p"}, (26, 63), _vpx),
    "prores": Codec("ProRes 422 HQ", "prores_ks", {10: "yuv422p10le"}, {}, None, _prores("hq"), threads="SLICE"),
    "prores4444": Codec(
        "ProRes 4444",
        "prores_ks",
        {10: "yuv444p10le"},
        {10: "yuva444p10le"},
        None,
        _prores("4444"),
        threads="SLICE",
    ),
    # all the colour that was drawn: an archive throws nothing away
    "ffv1": Codec(
        "FFV1", "ffv1", {10: "yuv444p10le", 8: "yuv444p"}, {10: "yuva444p10le"}, None, _ffv1, threads="SLICE"
    ),
}
CONTAINERS = {
    ".mp4": Container(
        "mp4", ("h264", "hevc", "av1", "vp9"), (), ("aac", "alac", "libopus", "flac"), "alac", "mov_text"
    ),
    ".mov": Container(
        "mov",
        ("prores", "prores4444", "h264", "hevc"),
        ("prores4444",),
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
}
SUFFIXES = tuple(CONTAINERS)


def choose(
    suffix: str,
    size: tuple[int, int],
    codec: str | None = None,
    encoder: str | None = None,
    bits: int | None = None,
    crf: int | None = None,
    preset: str | None = None,
    alpha: bool = False,
    threads: int | None = None,
) -> Format:
    """The format that was asked for, the rest chosen by the suffix of the file.

    Args:
        suffix: of the file, one of SUFFIXES.
        size: of the film in pixels.
        codec: one of CODECS; None for the container's own.
        encoder: `software`, or one of `hardware.KINDS`; None for software.
        bits: of a code value, 8 or 10; None for the codec's own.
        crf: constant quality, 0 the best; None for the codec's usual one.
        preset: one of PRESETS; None for the default.
        alpha: with an alpha channel.
        threads: that the encoder may have; None for as many as suit the cores.

    Raises:
        InputError: these do not go together, or are not to be had here; says what would.
    """
    container = CONTAINERS[suffix.lower()]
    able = container.clear if alpha else container.codecs
    if not able:
        ends = one_of(end for end, one in CONTAINERS.items() if one.clear)
        raise InputError(f"--layers: {suffix} holds no alpha channel, expected a file that ends in {ends}")
    name = codec or able[0]
    chosen = _codec(name, suffix)
    pixels = _pixels(name, able, bits, alpha)
    number, speed = _quality(name, crf, preset)
    options: Mapping[str, str]
    if encoder in (None, hardware.SOFTWARE):
        wish = Wish(number, speed, size, pixels, threads or cores.usable())
        maker, options, shared = chosen.encoder, chosen.settings(wish), chosen.threads
    else:
        maker, pixels, options = hardware.encoder(name, str(encoder), pixels, number, PRESETS.index(speed), size)
        shared = "SLICE"
    hardware.check(maker, pixels, chosen.title)
    apple = container.muxer in ("mp4", "mov")
    first = container.sounds[0] if chosen.crf else container.lossless
    return Format(
        maker,
        pixels,
        options,
        {"movflags": "+faststart"} if apple else {},
        container.muxer,
        (first, *(sound for sound in container.sounds if sound != first)),
        container.subtitles,
        chosen.tag if apple else None,
        shared,
    )


def _codec(name: str, suffix: str) -> Codec:
    if name not in CODECS:
        raise InputError(f"--codec {name}: unknown, expected {one_of(CODECS)}")
    if name not in CONTAINERS[suffix.lower()].codecs:
        fitting = one_of(end for end, container in CONTAINERS.items() if name in container.codecs)
        held = one_of(CONTAINERS[suffix.lower()].codecs)
        raise InputError(f"--codec {name}: {suffix} cannot hold it, expected {held}, or a file that ends in {fitting}")
    return CODECS[name]


def _pixels(name: str, able: tuple[str, ...], bits: int | None, alpha: bool) -> str:
    """The layout of planes of a codec."""
    if name not in able:
        raise InputError(f"--codec {name}: has no alpha channel, which --layers needs; expected {one_of(able)}")
    layouts = CODECS[name].clear if alpha else CODECS[name].pixels
    if bits is None:
        return next(iter(layouts.values()))
    if bits not in layouts:
        what = f"{CODECS[name].title}{' with alpha' if alpha else ''}"
        raise InputError(f"--bits {bits}: {what} has none such here, expected {one_of(layouts)}")
    return layouts[bits]


def _quality(name: str, crf: int | None, preset: str | None) -> tuple[int, str]:
    """The constant quality and the preset, checked."""
    codec = CODECS[name]
    if codec.crf is None:
        for option, value in (("--crf", crf), ("--preset", preset)):
            if value is not None:
                raise InputError(f"{option} {value}: {codec.title} has one quality; leave {option} out")
        return 0, DEFAULT_PRESET
    usual, highest = codec.crf
    crf = usual if crf is None else crf
    if not 0 <= crf <= highest:
        raise InputError(f"--crf {crf}: out of bounds for {codec.title}, expected 0 (best) to {highest} (smallest)")
    if preset is not None and preset not in PRESETS:
        raise InputError(f"--preset {preset}: unknown, expected {one_of(PRESETS)}")
    return crf, preset or DEFAULT_PRESET
