"""The frame loop of a session."""

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
from dreamscape.system import garbage
from dreamscape.world.state import State

AGAIN = 10_000_000_000  # ns; a display driver that fails twice within this time is given up
# Called with a tick, the world's state about there, and a receiver of messages about the sound device.
StartSound = Callable[[int, State, Callable[[str], None]], LiveSound]


def run(
    session: Session,
    start_sound: StartSound | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    on_frame: Callable[[], None] | None = None,
) -> None:
    """Run a session until it is over.

    Args:
        session: the session.
        start_sound: starts the sound, after the first frame of the dream: opening devices takes time.
        should_stop: asked before each frame; once true, the session is over.
        on_frame: called once a frame, and as often while the window is hidden.

    Raises:
        DreamscapeError: the display driver fails repeatedly.
    """
    import pygame

    actions = Actions(session)
    visibility = Visibility()
    opening = Opening(session)
    failed_at: int | None = None
    started = False
    try:
        while not session.over:
            elapsed = session.pacer.wait()
            for event in poll(session.window):
                actions.handle_event(event)
            if session.over or should_stop():
                break
            actions.songs.look()
            visibility.look([session.window])
            if on_frame:
                on_frame()
            pygame.display.set_allow_screensaver(not session.window.seen)  # a hidden window keeps no display awake
            if not session.window.seen:
                session.skip_frame(elapsed)
                continue
            actions.begin_frame(elapsed * 1e-9)
            try:
                if not opening.over:
                    opening.frame(elapsed)
                    continue
                session.frame(elapsed)
            except (moderngl.Error, pygame.error) as error:
                if failed_at is not None and now_ns() - failed_at < AGAIN:
                    raise DreamscapeError(f"the display driver fails ({error}); {context.HELP}") from None
                failed_at = now_ns()
                session.recover()
                continue
            actions.frame_shown()
            if not started:
                started = True
                garbage.keep_existing()
                actions.start()
                if start_sound:
                    state = session.renderer.world.checkpoint()
                    session.attach_sound(start_sound(session.target_tick, state, session.hud.say))
    finally:
        actions.finish()
