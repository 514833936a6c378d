"""Who hosts the screensaver, given its arguments and environment: XScreenSaver, Windows, or nobody.

XScreenSaver starts one program a screen, with `--root` or in its settings with `--window-id`, and names the window in
XSCREENSAVER_WINDOW. Windows starts a `.scr` with `/s` to run, `/p` and a window for the little preview, and `/c`, which
may carry its parent's window after a colon, or with nothing, for its settings.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dreamscape.errors import InputError
from dreamscape.text import short

HIGHEST = 2**63 - 1 if sys.platform == "win32" else 2**32 - 1  # window number
VARIABLE = "XSCREENSAVER_WINDOW"
_WINDOWS = re.compile(r"^[/-](?P<word>[scp])(?::(?P<window>\d+))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Host:
    """Where to draw, and for whom.

    Attributes:
        window: native number of a foreign window to draw in; 0 for the root window; None to open our own.
        preview: a small picture to try it out: the pointer stays visible, and input does not end it.
        settings: the user asked for settings, of which there are none but the options.
    """

    window: int | None = None
    preview: bool = False
    settings: bool = False

    @property
    def is_foreign(self) -> bool:
        """Whether another program owns the window, watches for input, and will end us."""
        return self.window is not None


def words(arguments: Sequence[str], windows: bool) -> list[str]:
    """The arguments, with those of Windows' screensavers translated to this program's own; others unchanged.

    Args:
        arguments: of the command, without its name.
        windows: whether this is a `.scr` on Windows, where no argument at all asks for the settings.
    """
    if not arguments:
        return ["--settings"] if windows else []
    match = _WINDOWS.match(arguments[0])
    if match is None or not (windows or arguments[0].startswith("/")):
        return list(arguments)
    letter, rest = match["word"].lower(), list(arguments[1:])
    if letter == "s":
        return rest
    if letter == "c":
        return ["--settings"]
    window = match["window"] or (rest.pop(0) if rest else None)
    if window is None:
        raise InputError(f"{arguments[0]}: names no window, expected its number: {arguments[0]} 12345")
    return ["--window-id", window, "--preview", *rest]


def host(root: bool, window_id: str | None, preview: bool, settings: bool, environment: Mapping[str, str]) -> Host:
    """The host that the options describe.

    Args:
        root: draw on the root window, or on the one that the environment names.
        window_id: number of a window, decimal, or hexadecimal with 0x.
        preview: without a window number: draw in our own small window.
        settings: as of `Host`.
        environment: of the process.

    Raises:
        InputError: a window number is not valid.
    """
    if settings:
        return Host(settings=True)
    if window_id is not None:
        return Host(_number(window_id, "--window-id"), preview=True)
    if not root:
        return Host(preview=preview)
    named = environment.get(VARIABLE)
    return Host(0 if named is None else _number(named, VARIABLE), preview)


def resolve(host: Host) -> Host:
    """The host with the number of the root window instead of 0, after checking that its window exists.

    Raises:
        DreamscapeError: there is no X server.
        InputError: it has no window of that number.
    """
    if host.window is None or (host.window and sys.platform == "win32"):
        return host
    from dreamscape.devices.x11 import X11

    server = X11()
    window = host.window or server.root
    server.watch(window)
    return replace(host, window=window)


def _number(text: str, name: str) -> int:
    try:
        value = int(text, 0)
    except ValueError:
        value = 0
    if not 0 < value <= HIGHEST:
        raise InputError(f"{name} {short(text)}: not a window, expected its number such as 41943045 or 0x2800005")
    return value


# The environment that SDL needs before it starts. Its signal handlers would turn SIGTERM into an event, and it would
# keep the system from sleeping, which a screensaver must never do.
SURROUNDINGS = {"SDL_VIDEO_ALLOW_SCREENSAVER": "1", "SDL_NO_SIGNAL_HANDLERS": "1"}
