"""A window with OpenGL 3.3 core, through SDL.

Windows may share one context: the first creates it, those `beside` it use it too.
"""

from functools import partial
from typing import Any

import moderngl

from dreamscape.devices import sdl
from dreamscape.devices.displays import Place
from dreamscape.devices.frame_callbacks import FrameCallbacks
from dreamscape.devices.fullscreen import FullScreen
from dreamscape.devices.sdl_video import start
from dreamscape.devices.window_icon import set_icon
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.render import context
from dreamscape.render.presenter import Presenter
from dreamscape.render.targets import Surface, Target
from dreamscape.system import cores

UNWANTED = 500_000_000  # ns without a frame request after which a Wayland window counts as hidden
SMALLEST = (160, 90)  # px: a smaller window cannot be dragged


class Window:
    """A window, or the whole of a display.

    Args:
        title: of its frame.
        size: width and height in the display's units; full screen has the display's size.
        display: its number, 0 the first.
        corner: left and top of its frame on the desktop; None for the middle of the display.
        fullscreen: cover the display.
        hidden: do not show it.
        vsync: wait for the display's refresh in `flip`, if the driver can.
        held: grab keyboard and pointer as far as the system allows, including the keys that switch windows.
        native: id of another program's window to draw in instead (X11 and Windows).
        beside: a window whose context to share.

    Attributes:
        ctx: the OpenGL context.
        handle: SDL's handle of the window.
        shown: false while minimised or hidden.
        covered: whether it is covered whole, or its display is off; see `Visibility`.

    Raises:
        DreamscapeError: no display, or no OpenGL 3.3 on it; says what to do.
        InputError: no display of that number.
    """

    def __init__(
        self,
        title: str,
        size: tuple[int, int],
        *,
        display: int = 0,
        corner: tuple[int, int] | None = None,
        fullscreen: bool = False,
        hidden: bool = False,
        vsync: bool = True,
        held: bool = False,
        native: int | None = None,
        beside: "Window | None" = None,
    ) -> None:
        self._anew = partial(Window, title, size, display=display, vsync=vsync, held=held, native=native)
        cores.limit_rasteriser()
        pygame = start(native)
        count = len(pygame.display.get_desktop_sizes())
        if not 0 <= display < count:
            raise InputError(f"--display {display}: no such display, expected 0 to {count - 1}")
        place = corner or sdl.middle(display)
        try:
            self._window = _adopt(pygame) if native is not None else _open(pygame, title, size, place, hidden)
            self.handle = sdl.Handle(int(self._window.id))
            self._context: int = beside._context if beside else sdl.current_context()
            self.use()
            functions: Any = sdl.Functions(self.use)
            created = beside.ctx if beside else moderngl.create_context(require=context.REQUIRED, context=functions)
            self.ctx: moderngl.Context = created if beside else context.settled(created)
        except Exception as error:  # pygame.error, or bare Exception from glcontext
            remedy = context.HELP if native is None else f"does window {native} still exist? {context.HELP}"
            raise DreamscapeError(f"no window with OpenGL 3.3 core ({error}); {remedy}") from None
        sdl.wait_for_refresh(vsync)
        self.shown, self.covered = not hidden, False
        surface = self.handle.native(sdl.WAYLAND)
        self._callbacks = FrameCallbacks(surface) if surface else None
        self._screen = Presenter(self.ctx)
        self._cover = FullScreen(self._window, self.handle, 0 if native is not None else self.native)
        if fullscreen:
            self.fullscreen = True
        self._window.grab_keyboard = self._window.grab_mouse = held

    @property
    def size(self) -> tuple[int, int]:
        """Its size in pixels, which on high-density displays are smaller than the constructor's units."""
        width, height = self.handle.size
        return max(1, width), max(1, height)

    @property
    def units(self) -> tuple[int, int]:
        """Its size in the units of pointer positions."""
        width, height = self._window.size
        return max(1, width), max(1, height)

    @property
    def rate(self) -> float:
        """The refresh rate of its display, Hz; 60 if unknown."""
        import pygame

        index = self.handle.display
        rates = (
            pygame.display.get_desktop_refresh_rates() if hasattr(pygame.display, "get_desktop_refresh_rates") else []
        )
        return float(rates[index]) if index < len(rates) and rates[index] > 0 else 60.0

    @property
    def number(self) -> int:
        """Its id in events."""
        return self.handle.number

    @property
    def native(self) -> int:
        """The X server's number of it; 0 where there is no X server."""
        return self.handle.native(sdl.X11)

    @property
    def seen(self) -> bool:
        """Whether any of it can be seen, as far as is known."""
        wanted = self._callbacks is None or self._callbacks.waiting < UNWANTED
        return self.shown and not self.covered and wanted

    @property
    def fullscreen(self) -> bool:
        """Whether it covers the display, whoever asked for it."""
        return self._cover.on

    @fullscreen.setter
    def fullscreen(self, wanted: bool) -> None:
        import pygame

        self._cover.ask(wanted, bounds())
        pygame.event.pump()  # so that its new size is known at once
        self.use()

    def name(self, title: str) -> None:
        """Change its title."""
        self._window.title = title

    def use(self) -> None:
        """Make the context current for this window: before drawing in it, and before creating OpenGL objects."""
        self.handle.use(self._context)

    def handle_event(self, event: Any) -> None:
        """Update the window's state from an event."""
        import pygame

        if getattr(getattr(event, "window", None), "id", None) != self.number:
            return
        match event.type:
            case pygame.WINDOWMINIMIZED | pygame.WINDOWHIDDEN:
                self.shown = False
            case pygame.WINDOWRESTORED | pygame.WINDOWSHOWN | pygame.WINDOWEXPOSED | pygame.WINDOWMAXIMIZED:
                self.shown = True

    def show(self, picture: Target, light: float = 1.0) -> None:
        """Draw a finished picture, bottom row first, over the whole window; `flip` shows it.

        Args:
            picture: of any size; scaled to the window's.
            light: brightness, 0 for black, 1 for the picture as it is.
        """
        self._screen.show(picture, self.ctx.screen, self.size, light)

    @property
    def surface(self) -> Surface:
        """The surface to draw on directly, in place of `show`, at the window's size."""
        return Surface(self.ctx.screen, self.size)

    def flush(self) -> None:
        """Submit the drawing commands without waiting for them."""
        context.flush(self.ctx)

    def flip(self) -> None:
        """Show what was drawn."""
        if self._callbacks is not None:
            self._callbacks.ask()
        self.handle.flip()

    def again(self) -> "Window":
        """Replace this window by a new one with its own context."""
        fullscreen = self.fullscreen
        self.close()
        return self._anew(fullscreen=fullscreen)

    def close(self) -> None:
        """Destroy the window."""
        if self._callbacks is not None:
            self._callbacks.close()
        self._cover.close()
        self._window.destroy()


def poll(*windows: Window, patience: int = 0) -> list[Any]:
    """The events since the last call; windows update their state from them.

    SDL makes the context of a resized window current while it fetches events; the first window's is made current again.

    Args:
        windows: all windows.
        patience: ms to wait for an event, if there is none yet.
    """
    import pygame

    first = [pygame.event.wait(patience)] if patience else []
    events = [event for event in (*first, *pygame.event.get()) if event.type != pygame.NOEVENT]
    for window in windows[:1]:
        window.use()
    for event in events:
        for window in windows:
            window.handle_event(event)
    return events


def pointer() -> tuple[int, int] | None:
    """The pointer's position on the desktop; None where only the window under it knows (Wayland)."""
    import pygame

    if pygame.display.get_driver() not in ("x11", "windows", "cocoa"):
        return None
    return sdl.pointer()


def bounds() -> list[Place]:
    """The rectangles of the displays on the desktop."""
    return [whole for whole, _ in sdl.displays()]


def _adopt(pygame: Any) -> Any:
    """Open the window that SDL_WINDOWID names."""
    pygame.display.set_mode((0, 0), pygame.OPENGL | pygame.DOUBLEBUF)
    return pygame.Window.from_display_module()


def _open(pygame: Any, title: str, size: tuple[int, int], place: tuple[int, int], hidden: bool) -> Any:
    window = pygame.Window(title, size, place, opengl=True, resizable=True, allow_high_dpi=True, hidden=hidden)
    window.minimum_size = SMALLEST
    set_icon(window)
    return window
