"""Options of the software encoders, made from the same quality and preset options for all of them."""

import importlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")
DEFAULT_PRESET = "veryfast"
LOOKAHEAD_BYTES = 45_000_000  # with the default preset: its full ten frames at 1280x720, five at 1920x1080
BYTES_PER_PIXEL = 4  # of a frame in x264's look-ahead: the picture, four half-size ones, vectors and costs
SLICES = 4, 9, 16, 25  # of an FFV1 picture, in a square grid
SLICE_PIXELS = 3_000_000  # in each slice at most; FFmpeg's limit is 2**25 / 11 at 10 bits


@dataclass(frozen=True, slots=True)
class EncoderRequest:
    """What a software encoder is asked for.

    Attributes:
        crf, preset: constant quality, and one of PRESETS.
        size: of the film, pixels.
        pixels: FFmpeg's name of the pixel format.
        cores: the number it may use.
    """

    crf: float
    preset: str
    size: tuple[int, int]
    pixels: str
    cores: int


Settings = Callable[[EncoderRequest], dict[str, str]]


def x264(request: EncoderRequest) -> dict[str, str]:
    """H.264 by x264."""
    details: dict[str, int | str] = {"sync-lookahead": 2}  # frames for a thread that looks ahead; more hold more memory
    if _has_avx512():
        details["asm"] = "AVX2"  # x264's macroblock tree in AVX-512 reads uninitialised memory: films would differ
    if request.preset == DEFAULT_PRESET:
        pixels = request.size[0] * request.size[1]
        details["rc-lookahead"] = min(10, max(4, LOOKAHEAD_BYTES // (pixels * BYTES_PER_PIXEL)))
    return {
        "crf": f"{request.crf:g}",
        "preset": request.preset,
        "threads": str(1 if request.cores == 1 else max(3, request.cores // 2)),  # each holds frames
        "x264-params": _joined(details),
    }


def _has_avx512() -> bool:
    """Whether this processor has AVX-512, according to NumPy."""
    module = importlib.import_module("numpy._core._multiarray_umath")
    features: Mapping[str, bool] = getattr(module, "__cpu_features__", {})
    return bool(features.get("AVX512F", False))


def x265(request: EncoderRequest) -> dict[str, str]:
    """HEVC by x265."""
    details: dict[str, int | str] = {
        "log-level": "none",
        "open-gop": 0,
        "frame-threads": 1,
        "pools": request.cores,
        "info": 0,  # would put its options, cores included, into the header, which all segments must share
    }
    lossless = {"lossless": 1} if request.crf == 0 else {}  # unlike x264, CRF 0 alone is not lossless
    return {
        "crf": f"{request.crf:g}",
        "preset": request.preset,
        "x265-params": _joined({**details, **lossless}),
    }


def svt(request: EncoderRequest) -> dict[str, str]:
    """AV1 by SVT-AV1."""
    os.environ.setdefault("SVT_LOG", "1")  # errors only: the library writes to the terminal itself
    speed = 12 - PRESETS.index(request.preset)
    return {"crf": f"{request.crf:g}", "preset": str(speed), "svtav1-params": _joined({"lp": request.cores})}


def vpx(request: EncoderRequest) -> dict[str, str]:
    """VP9 by libvpx."""
    speed = 8 - PRESETS.index(request.preset)
    lossless = {"lossless": "1"} if request.crf == 0 else {}
    shared = {"threads": str(request.cores), "row-mt": "1", "tile-columns": "2", "auto-alt-ref": "0"}
    return {"crf": f"{request.crf:g}", "b": "0", "deadline": "good", "cpu-used": str(speed), **shared, **lossless}


def prores(profile: str) -> Settings:
    """ProRes with a profile, by FFmpeg's name."""
    vendor = {"vendor": "apl0"}  # editors expect it
    return lambda request: {"profile": profile, **vendor, "threads": str(request.cores)}


def dnxhr(request: EncoderRequest) -> dict[str, str]:
    """DNxHR: HQ for 8 bits, HQX for 10, or 444."""
    profile = {"yuv422p": "dnxhr_hq", "yuv422p10le": "dnxhr_hqx", "yuv444p10le": "dnxhr_444"}[request.pixels]
    return {"profile": profile, "threads": str(request.cores)}


def cineform(request: EncoderRequest) -> dict[str, str]:
    """CineForm at its finest quality."""
    return {"quality": "film3+", "threads": str(request.cores)}


def dxv(request: EncoderRequest) -> dict[str, str]:
    """DXV with DXT1 textures, which have no alpha channel: FFmpeg writes no others."""
    return {"format": "dxt1", "threads": str(request.cores)}


def ffv1(request: EncoderRequest) -> dict[str, str]:
    """FFV1, in slices with checksums."""
    pixels = request.size[0] * request.size[1]
    slices = 1 if min(request.size) < 2 else next(count for count in SLICES if pixels <= count * SLICE_PIXELS)
    return {"level": "3", "g": "1", "slices": str(slices), "slicecrc": "1", "threads": str(request.cores)}


def _joined(details: Mapping[str, int | str]) -> str:
    return ":".join(f"{name}={value}" for name, value in details.items())
