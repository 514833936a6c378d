"""Settings: what encoders in software are told, from what people ask for in the same words of all of them."""

import importlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")
DEFAULT_PRESET = "veryfast"
LOOKAHEAD_BYTES = 45_000_000  # for the default preset: all its ten frames at 1280x720, five at 1920x1080
BYTES_PER_PIXEL = 4  # of a frame in x264's queue: the picture, four half-size ones, vectors and costs
SLICES = 4, 9, 16, 25  # of an FFV1 picture: as many in each row as there are rows
SLICE_PIXELS = 3_000_000  # in each at most; FFmpeg takes 2**25 / 11 of 10 bits


@dataclass(frozen=True, slots=True)
class EncoderWish:
    """What an encoder in software is asked for.

    Attributes:
        crf, preset: constant quality, and one of PRESETS.
        size: of the film in pixels.
        pixels: of the layout of planes.
        cores: that it may use.
    """

    crf: float
    preset: str
    size: tuple[int, int]
    pixels: str
    cores: int


Settings = Callable[[EncoderWish], dict[str, str]]


def x264(wish: EncoderWish) -> dict[str, str]:
    """H.264 by x264."""
    details: dict[str, int | str] = {"sync-lookahead": 0}  # the encoder has a thread of its own; more hold more frames
    if _has_avx512():
        details["asm"] = "AVX2"  # x264's macroblock tree in AVX-512 reads memory that nobody wrote: films would differ
    if wish.preset == DEFAULT_PRESET:
        pixels = wish.size[0] * wish.size[1]
        details["rc-lookahead"] = min(10, max(4, LOOKAHEAD_BYTES // (pixels * BYTES_PER_PIXEL)))
    return {
        "crf": f"{wish.crf:g}",
        "preset": wish.preset,
        "threads": str(max(min(2, wish.cores), wish.cores // 2)),  # each holds frames; drawing has work for the rest
        "x264-params": _joined(details),
    }


def _has_avx512() -> bool:
    """Whether this processor has AVX-512, by what NumPy has found of it."""
    found = importlib.import_module("numpy._core._multiarray_umath")
    features: Mapping[str, bool] = getattr(found, "__cpu_features__", {})
    return bool(features.get("AVX512F", False))


def x265(wish: EncoderWish) -> dict[str, str]:
    """HEVC by x265."""
    details: dict[str, int | str] = {
        "log-level": "none",
        "open-gop": 0,
        "frame-threads": 1,
        "pools": wish.cores,
        "info": 0,  # what it was told, the cores too, would stand in its header, which all segments must share
    }
    lossless = {"lossless": 1} if wish.crf == 0 else {}  # unlike x264's, its crf 0 is not
    return {
        "crf": f"{wish.crf:g}",
        "preset": wish.preset,
        "x265-params": _joined({**details, **lossless}),
    }


def svt(wish: EncoderWish) -> dict[str, str]:
    """AV1 by SVT-AV1."""
    os.environ.setdefault("SVT_LOG", "1")  # errors only: it writes to the terminal by itself
    speed = 12 - PRESETS.index(wish.preset)
    return {"crf": f"{wish.crf:g}", "preset": str(speed), "svtav1-params": _joined({"lp": wish.cores})}


def vpx(wish: EncoderWish) -> dict[str, str]:
    """VP9 by libvpx."""
    speed = 8 - PRESETS.index(wish.preset)
    lossless = {"lossless": "1"} if wish.crf == 0 else {}
    shared = {"threads": str(wish.cores), "row-mt": "1", "tile-columns": "2", "auto-alt-ref": "0"}
    return {"crf": f"{wish.crf:g}", "b": "0", "deadline": "good", "cpu-used": str(speed), **shared, **lossless}


def prores(profile: str) -> Settings:
    """ProRes of a profile, by FFmpeg's name."""
    vendor = {"vendor": "apl0"}  # that editors expect
    return lambda wish: {"profile": profile, **vendor, "threads": str(wish.cores)}


def dnxhr(wish: EncoderWish) -> dict[str, str]:
    """DNxHR: HQ of 8 bits, HQX of 10, and 444."""
    profile = {"yuv422p": "dnxhr_hq", "yuv422p10le": "dnxhr_hqx", "yuv444p10le": "dnxhr_444"}[wish.pixels]
    return {"profile": profile, "threads": str(wish.cores)}


def cineform(wish: EncoderWish) -> dict[str, str]:
    """CineForm, of the finest quality."""
    return {"quality": "film3+", "threads": str(wish.cores)}


def dxv(wish: EncoderWish) -> dict[str, str]:
    """DXV, of textures that hold no alpha channel: FFmpeg writes no others."""
    return {"format": "dxt1", "threads": str(wish.cores)}


def ffv1(wish: EncoderWish) -> dict[str, str]:
    """FFV1, in slices with checksums."""
    pixels = wish.size[0] * wish.size[1]
    slices = 1 if min(wish.size) < 2 else next(count for count in SLICES if pixels <= count * SLICE_PIXELS)
    return {"level": "3", "g": "1", "slices": str(slices), "slicecrc": "1", "threads": str(wish.cores)}


def _joined(details: Mapping[str, int | str]) -> str:
    return ":".join(f"{name}={value}" for name, value in details.items())
