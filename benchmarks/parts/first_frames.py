"""`dreamscape play` without sound, at 640x360; prints `light` once the opening is shown, and `act` once its act is."""

import sys
from unittest.mock import patch

from dreamscape.__main__ import main
from dreamscape.devices.window import Window
from dreamscape.engine.compositor import ActView, Compositor
from dreamscape.render.targets import Target

VISIBLE = 60  # of 255, from which a picture is more than dark

_flip, _draw = Window.flip, Compositor.draw
_drawn, _printed = set[str](), set[str]()


def flip(window: Window) -> None:
    if "light" not in _printed and max(window.ctx.screen.read(viewport=(0, 0, *window.size))) > VISIBLE:
        _drawn.add("light")
    _flip(window)
    for what in sorted(_drawn - _printed, reverse=True):
        print(what, flush=True)
    _printed.update(_drawn)


def draw(compositor: Compositor, view: ActView, picture: Target) -> Target:
    if view.layers:
        _drawn.add("act")
    return _draw(compositor, view, picture)


if __name__ == "__main__":
    sys.argv = ["dreamscape", "play", "--size", "640x360", "--no-sound"]
    with patch.object(Window, "flip", flip), patch.object(Compositor, "draw", draw):
        main()
