"""The OpenGL context: offscreen through EGL on Linux, through a hidden window elsewhere or if EGL is missing."""

import ctypes
import os
import sys
from collections.abc import Callable
from typing import Any

import moderngl

from dreamscape.errors import DreamscapeError
from dreamscape.system import cores, garbage, memory
from dreamscape.system.priorities import pin_rasterisers

CLIP_DISTANCE = 0x3000  # GL_CLIP_DISTANCE0: what gl_ClipDistance[0] makes negative is cut off
REQUIRED = 330  # OpenGL 3.3 core: what every GPU since 2010 and llvmpipe have; macOS gives 4.1 for it
# By the names that their ABI gives them, or as glcontext finds them, by two processes of ldconfig.
_EGL: tuple[dict[str, Any], ...] = (
    {"backend": "egl", "libgl": "libGL.so.1", "libegl": "libEGL.so.1"},
    {"backend": "egl"},
)
_PROCESSES: set[int] = set()  # ids of processes that made contexts: this one and those it was forked from
HELP = "on Debian or Ubuntu: apt-get install libegl1 libgl1 libgl1-mesa-dri; elsewhere: install the graphics driver"

_PACK_ROW_LENGTH = 0x0D02


def offscreen() -> moderngl.Context:
    """A context with no window.

    Raises:
        DreamscapeError: OpenGL 3.3 is not available; says what was tried and what to install.
    """
    check_fork()
    return settled(_any())


def check_fork() -> None:
    """Refuse to draw in a process that was forked from one that has drawn.

    A fork does not copy the driver's threads, so drawing would wait for them for ever.

    Raises:
        DreamscapeError: it was forked; says how to start a process instead.
    """
    if forked():
        raise DreamscapeError(
            "this process was forked from one that has drawn, which OpenGL does not survive; start processes with "
            "multiprocessing.get_context('spawn') or 'forkserver', or draw nothing before they fork"
        )


def forked() -> bool:
    """Whether this process was forked from one that has drawn."""
    return bool(_PROCESSES - {os.getpid()})


def settled(ctx: moderngl.Context) -> moderngl.Context:
    """Set up a new context as the whole program expects it; every new context goes through here."""
    _PROCESSES.add(os.getpid())
    if garbage.is_put_off():  # all modules are there
        garbage.keep_existing()
    ctx.gc_mode = "context_gc"  # objects without a reference wait for `collect`
    if is_software(ctx):
        memory.use_huge_pages()
        _wake(ctx)
        pin_rasterisers()
    return ctx


def _wake(ctx: moderngl.Context) -> None:
    """Start every thread of a software rasteriser: a thread has no name to find it by until it has run."""
    target = ctx.simple_framebuffer((1, 1))
    target.clear()
    ctx.finish()
    target.release()


def collect(ctx: moderngl.Context) -> None:
    """Free the GPU's objects that have no reference any more; the context must be current.

    Replaces `ctx.gc()`, which fails on objects that were released by hand before their last reference went.
    """
    while ctx.objects:
        waiting = ctx.objects.popleft()
        if hasattr(waiting, "release"):
            waiting.release()


def _any() -> moderngl.Context:
    cores.limit_rasteriser()
    tried: list[str] = []
    if sys.platform.startswith("linux"):
        for given in _EGL:
            try:
                return moderngl.create_context(standalone=True, require=REQUIRED, **given)
            except Exception as error:  # glcontext raises bare Exception
                tried = [f"EGL: {error}"]
    try:
        return _hidden_window()
    except Exception as error:  # no display, pygame.error, or bare Exception from glcontext
        tried.append(f"hidden window: {error}")
    raise DreamscapeError(f"no OpenGL 3.3 core context ({'; '.join(tried)}); {HELP}")


def _hidden_window() -> moderngl.Context:
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise DreamscapeError("no display")  # SDL would only try EGL again, and print about it
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    import pygame

    pygame.display.init()
    for attribute, value in (
        (pygame.GL_CONTEXT_MAJOR_VERSION, 3),
        (pygame.GL_CONTEXT_MINOR_VERSION, 3),
        (pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE),
        (pygame.GL_CONTEXT_FLAGS, pygame.GL_CONTEXT_FORWARD_COMPATIBLE_FLAG),
    ):
        pygame.display.gl_set_attribute(attribute, value)
    pygame.display.set_mode((64, 64), pygame.OPENGL | pygame.HIDDEN)
    return moderngl.create_context(require=REQUIRED)


def function(ctx: moderngl.Context, name: str, *types: Any) -> Callable[..., None] | None:
    """An OpenGL function without a result that moderngl does not expose; None if the driver has none of that name.

    Args:
        ctx: the context, which must be current.
        name: name of the function.
        types: ctypes of its arguments.
    """
    loader = getattr(ctx.mglo, "_context", None)  # glcontext's, which the context was made with
    address = loader.load_opengl_function(name) if loader else 0
    return ctypes.CFUNCTYPE(None, *types)(address) if address else None


def flush(ctx: moderngl.Context) -> None:
    """Start the drawing queued so far without waiting for it: a software rasteriser otherwise only collects it."""
    if begin := function(ctx, "glFlush"):
        begin()


def set_row_length(ctx: moderngl.Context, texels: int) -> None:
    """Let pictures be copied out into rows of so many texels from now on; 0 for the picture's own width."""
    if store := function(ctx, "glPixelStorei", ctypes.c_uint, ctypes.c_int):
        store(_PACK_ROW_LENGTH, texels)


def is_software(ctx: moderngl.Context) -> bool:
    """Whether drawing happens on the CPU."""
    renderer = ctx.info["GL_RENDERER"].lower()
    return any(name in renderer for name in ("llvmpipe", "softpipe", "swrast", "software"))


def largest_size(ctx: moderngl.Context) -> int:
    """The largest side, in pixels, that this context can draw."""
    return min(int(ctx.info["GL_MAX_TEXTURE_SIZE"]), *(int(side) for side in ctx.info["GL_MAX_VIEWPORT_DIMS"]))
