"""The loop: frame after frame until the viewer leaves."""

import gc
from collections.abc import Callable

import moderngl

from dreamscape.clock import now_ns
from dreamscape.devices.visibility import Visibility
from dreamscape.devices.window import poll
from dreamscape.errors import DreamscapeError
from dreamscape.live.actions import Actions
from dreamscape.live.playback.live_sound import LiveSound
from dreamscape.live.session.opening import Opening
from dreamscape.live.session.session import Session
from dreamscape.render import context
from dreamscape.world.world import State

AGAIN = 10_000_000_000  # ns: a display driver that fails twice within it is given up
# At a tick, from about that moment's state of the world; and whom to tell when there is no device.
Begin = Callable[[int, State, Callable[[str], None]], LiveSound]


def run(
    session: Session,
    begin_sound: Begin | None = None,
    stop: Callable[[], bool] = lambda: False,
    look: Callable[[], None] | None = None,
) -> None:
    """Let a session go on until it is over.

    Args:
        session: what to run.
        begin_sound: begins the sound, after the first frame of the dream's own: devices take their time.
        stop: asked before each frame; once true the session is over.
        look: called once a frame, and as often while nobody sees any.

    Raises:
        DreamscapeError: the display driver fails again and again.
    """
    import pygame

    actions = Actions(session)
    visibility = Visibility()
    opening = Opening(session)
    failed: int | None = None
    begun = False
    try:
        while not session.over:
            elapsed = session.pacer.wait()
            for event in poll(session.window):
                actions.handle_event(event)
            if session.over or stop():
                break
            visibility.look([session.window])
            if look:
                look()
            pygame.display.set_allow_screensaver(not session.window.seen)  # who sees nothing keeps no display awake
            if not session.window.seen:
                session.rest(elapsed)
                continue
            actions.look(elapsed * 1e-9)
            try:
                if not opening.over:
                    opening.frame(elapsed)
                    continue
                session.frame(elapsed)
            except (moderngl.Error, pygame.error) as error:
                if failed is not None and now_ns() - failed < AGAIN:
                    raise DreamscapeError(f"the display driver fails ({error}); {context.HELP}") from None
                failed = now_ns()
                session.recover()
                continue
            actions.shown()
            if not begun:
                begun = True
                gc.freeze()  # what stands now stays: looking through all of it again would cost a frame, 25 ms
                actions.begin()
                if begin_sound:
                    state = session.renderer.world.checkpoint()
                    session.hear(begin_sound(session.place, state, session.hud.say))
    finally:
        actions.end()
