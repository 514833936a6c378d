"""The loop: frame after frame until the viewer leaves."""

from dreamscape.live.deeds import Deeds
from dreamscape.live.session import Session
from dreamscape.outputs.window import poll


def run(session: Session) -> None:
    """Let a session go on until it is over."""
    deeds = Deeds(session)
    begun = False
    while not session.over:
        elapsed = session.pacer.wait()
        for event in poll(session.window):
            deeds.heed(event)
        if session.over:
            break
        if session.window.shown:
            deeds.look(elapsed * 1e-9)
            session.frame(elapsed)
        else:
            session.rest(elapsed)
        if not begun:
            begun = True
            deeds.begin()
    deeds.end()
