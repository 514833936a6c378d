"""The parameters of `screensaver`, with the types that click gives them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreensaverParameters:
    """The parameters of `screensaver`."""

    root: bool
    window_id: str | None
    preview: bool
    settings: bool
    dream: str
    seed: str | None
    quality: str
    fps: float
    dim: float
    clock: bool
    night: bool
    reduced_motion: bool
    sound: bool
    displays: tuple[int, ...]
    span: bool
    after: float | None
    print_seed: bool
    memories: tuple[str, ...] = ()
