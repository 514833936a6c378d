"""The window: a place on a display to draw in with OpenGL 3.3 core, through SDL.

Any number of windows may share one context: the first makes it, those `beside` it use it too.
"""

from functools import partial
from typing import Any

import moderngl

from dreamscape.devices import sdl
from dreamscape.devices.displays import Place
from dreamscape.devices.frame_callbacks import FrameCallbacks
from dreamscape.devices.fullscreen import FullScreen
from dreamscape.devices.sdl_video import start
from dreamscape.devices.window_icon import dress
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.render import context
from dreamscape.render.presenter import Presenter
from dreamscape.render.targets import Surface, Target
from dreamscape.system import cores

UNWANTED = 500_000_000  # ns without a frame being wanted after which a window of Wayland is taken for hidden
SMALLEST = (160, 90)  # px: below it a window cannot be taken hold of


class Window:
    """A window, or the whole of a display.

    Args:
        title: what its frame says.
        size: in the display's units, width and height; a full screen has the display's.
        display: its number, 0 the first.
        corner: of its frame on the desktop, left and top; None for the middle of the display.
        fullscreen: cover the display.
        hidden: do not show it.
        vsync: wait for the display's refresh in `flip`, where the driver can.
        held: keep keys and pointer to itself as far as the system lets it, those that switch windows too.
        native: the id of a window that another program has made, to draw in instead (X11 and Windows).
        beside: a window whose context this one uses.

    Attributes:
        ctx: the OpenGL context.
        handle: SDL's own hold on it.
        shown: whether it is on a display: false while minimised or hidden.
        covered: whether something hides all of it, or its display is off; see `Visibility`.
        focused: whether keys go to it.

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
        cores.spare_rasteriser()
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
            made = beside.ctx if beside else moderngl.create_context(require=context.REQUIRED, context=functions)
            self.ctx: moderngl.Context = made if beside else context.settled(made)
        except Exception as error:  # pygame.error, or bare Exception from glcontext
            remedy = context.HELP if native is None else f"does window {native} still exist? {context.HELP}"
            raise DreamscapeError(f"no window with OpenGL 3.3 core ({error}); {remedy}") from None
        sdl.wait_for_refresh(vsync)
        self.shown, self.focused, self.covered = not hidden, True, False
        surface = self.handle.native(sdl.WAYLAND)
        self._callbacks = FrameCallbacks(surface) if surface else None
        self._screen = Presenter(self.ctx)
        self._cover = FullScreen(self._window, self.handle, 0 if native is not None else self.native)
        if fullscreen:
            self.fullscreen = True
        self._window.grab_keyboard = self._window.grab_mouse = held

    @property
    def size(self) -> tuple[int, int]:
        """Its size in pixels, which on dense displays are finer than the units of `size` at its making."""
        width, height = self.handle.size
        return max(1, width), max(1, height)

    @property
    def units(self) -> tuple[int, int]:
        """Its size in the units that pointers are told in."""
        width, height = self._window.size
        return max(1, width), max(1, height)

    @property
    def rate(self) -> float:
        """How often a second its display is refreshed; 60 where that is not known."""
        import pygame

        index = self.handle.display
        rates = (
            pygame.display.get_desktop_refresh_rates() if hasattr(pygame.display, "get_desktop_refresh_rates") else []
        )
        return float(rates[index]) if index < len(rates) and rates[index] > 0 else 60.0

    @property
    def number(self) -> int:
        """What events call it."""
        return self.handle.number

    @property
    def native(self) -> int:
        """The number by which the X server knows it; 0 where there is none."""
        return self.handle.native(sdl.X11)

    @property
    def seen(self) -> bool:
        """Whether anything drawn can be seen, as far as it is known."""
        wanted = self._callbacks is None or self._callbacks.waiting < UNWANTED
        return self.shown and not self.covered and wanted

    @property
    def fullscreen(self) -> bool:
        """Whether it covers the display, whoever had it do so."""
        return self._cover.on

    @fullscreen.setter
    def fullscreen(self, wanted: bool) -> None:
        import pygame

        self._cover.ask(wanted, bounds())
        pygame.event.pump()  # its size by now is known at once
        self.use()

    def name(self, title: str) -> None:
        """Change what its frame says."""
        self._window.title = title

    def use(self) -> None:
        """Make the context current for this window: before drawing in it, and before making what is drawn."""
        self.handle.use(self._context)

    def handle_event(self, event: Any) -> None:
        """Notice what an event says about this window."""
        import pygame

        if getattr(getattr(event, "window", None), "id", None) != self.number:
            return
        match event.type:
            case pygame.WINDOWMINIMIZED | pygame.WINDOWHIDDEN:
                self.shown = False
            case pygame.WINDOWRESTORED | pygame.WINDOWSHOWN | pygame.WINDOWEXPOSED | pygame.WINDOWMAXIMIZED:
                self.shown = True
            case pygame.WINDOWFOCUSGAINED:
                self.focused = True
            case pygame.WINDOWFOCUSLOST:
                self.focused = False

    def show(self, picture: Target, light: float = 1.0) -> None:
        """Draw a finished picture, its first row at the bottom, over the whole window; `flip` makes it seen.

        Args:
            picture: of the window's size, or of another: then it is enlarged or reduced.
            light: 0 for black, 1 for the picture as it is.
        """
        self._screen.show(picture, self.ctx.screen, self.size, light)

    @property
    def surface(self) -> Surface:
        """What is drawn on in place of `show`, by what is of the window's size already."""
        return Surface(self.ctx.screen, self.size)

    def flush(self) -> None:
        """Let drawing begin, and do not wait for it."""
        context.flush(self.ctx)

    def flip(self) -> None:
        """Let what was drawn be seen."""
        if self._callbacks is not None:
            self._callbacks.ask()
        self.handle.flip()

    def again(self) -> "Window":
        """A new window in place of this one, with a context of its own."""
        fullscreen = self.fullscreen
        self.close()
        return self._anew(fullscreen=fullscreen)

    def close(self) -> None:
        """Take the window away; with the last one, SDL's hold on the displays."""
        if self._callbacks is not None:
            self._callbacks.close()
        self._cover.close()
        self._window.destroy()


def poll(*windows: Window, patience: int = 0) -> list[Any]:
    """What has happened since the last call; windows take notice of what concerns them.

    A window that is resized makes a context of its own current while events are fetched: that of the first window is
    current again afterwards.

    Args:
        windows: all there are.
        patience: ms to wait for something to happen, if nothing has yet.
    """
    import pygame

    waited = [pygame.event.wait(patience)] if patience else []
    events = [event for event in (*waited, *pygame.event.get()) if event.type != pygame.NOEVENT]
    for window in windows[:1]:
        window.use()
    for event in events:
        for window in windows:
            window.handle_event(event)
    return events


def pointer() -> tuple[int, int] | None:
    """Where the pointer is on the desktop; None where the system tells it only to the window under it (Wayland)."""
    import pygame

    if pygame.display.get_driver() not in ("x11", "windows", "cocoa"):
        return None
    return sdl.pointer()


def bounds() -> list[Place]:
    """Where the displays lie on the desktop."""
    return [whole for whole, _ in sdl.displays()]


def _adopt(pygame: Any) -> Any:
    """The window that SDL_WINDOWID names."""
    pygame.display.set_mode((0, 0), pygame.OPENGL | pygame.DOUBLEBUF)
    return pygame.Window.from_display_module()


def _open(pygame: Any, title: str, size: tuple[int, int], place: tuple[int, int], hidden: bool) -> Any:
    window = pygame.Window(title, size, place, opengl=True, resizable=True, allow_high_dpi=True, hidden=hidden)
    window.minimum_size = SMALLEST
    dress(window)
    return window
