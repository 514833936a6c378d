"""Starts and ends SDL's video, with the hints that it reads before it starts."""

import os
import sys
from typing import Any

from dreamscape.devices.displays import initialise_video
from dreamscape.errors import DreamscapeError

# Hints, unless the user's environment says otherwise.
_HINTS = {
    "PYGAME_HIDE_SUPPORT_PROMPT": "1",
    "SDL_ALLOW_ALT_TAB_WHILE_GRABBED": "0",  # by a window that grabs the input
    "SDL_VIDEO_MINIMIZE_ON_FOCUS_LOSS": "0",  # full screen stays while another display is used
    "SDL_VIDEO_X11_WMCLASS": "dreamscape",
    "SDL_VIDEO_WAYLAND_WMCLASS": "dreamscape",
    "SDL_WINDOWS_DPI_AWARENESS": "permonitorv2",
}


def start(native: int | None = None) -> Any:
    """Start SDL's video, once, and return pygame; `native` as of `window.Window`.

    Raises:
        DreamscapeError: there is no display.
    """
    for name, hint in {**_HINTS, **(_foreign(native) if native is not None else {})}.items():
        os.environ.setdefault(name, hint)
    displays = [os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")]
    if sys.platform.startswith("linux") and not any(displays):
        raise DreamscapeError(
            "no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set); run it in a desktop session, "
            "or make a film with dreamscape export"
        )
    import pygame

    try:
        initialise_video(pygame)
    except pygame.error as error:
        raise DreamscapeError(
            f"no display to open a window on ({error}); run it in a desktop session, or make a film with "
            "dreamscape export"
        ) from None
    attributes = {pygame.GL_DOUBLEBUFFER: 1, pygame.GL_DEPTH_SIZE: 0}
    if native is None or not sys.platform.startswith("linux"):
        attributes |= {  # for another program's window, SDL would pick another visual, which is fatal on X11
            pygame.GL_CONTEXT_MAJOR_VERSION: 3,
            pygame.GL_CONTEXT_MINOR_VERSION: 3,
            pygame.GL_CONTEXT_PROFILE_MASK: pygame.GL_CONTEXT_PROFILE_CORE,
            pygame.GL_CONTEXT_FLAGS: pygame.GL_CONTEXT_FORWARD_COMPATIBLE_FLAG,
        }
    for attribute, value in attributes.items():
        pygame.display.gl_set_attribute(attribute, value)
    return pygame


def end() -> None:
    """End SDL's video with all windows and contexts; a later `start` sees the displays of that time."""
    import pygame

    pygame.display.quit()


def _foreign(native: int) -> dict[str, str]:
    """The environment variables that make SDL draw in another program's window."""
    variables = {"SDL_WINDOWID": str(native), "SDL_VIDEO_FOREIGN_WINDOW_OPENGL": "1"}
    return variables | ({"SDL_VIDEODRIVER": "x11"} if sys.platform.startswith("linux") else {})
