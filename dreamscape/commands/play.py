"""The live window's command."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dreamscape.commands.common import known

if TYPE_CHECKING:
    from dreamscape.live.keys import Keys


@click.command()
@known("dream", "seed", "size")
@click.option("--fullscreen/--windowed", help="Cover the display, or open a window.  [default: a window]")
@click.option("--display", metavar="N", type=int, default=0, show_default=True, help="The display, 0 the first.")
@click.option("--fps", metavar="R", default=30.0, show_default=True, help="Frames a second at most, 1 to 240.")
@click.option("--at", metavar="T", default="0", show_default=True, help="Begin here: 12.5, 1:07 or 0:01:07.5.")
@click.option("--act", metavar="NAME", help="Begin with this act; --at then counts from its beginning.")
@click.option("--quality", metavar="Q", help="Pin low, medium, high or ultra.  [default: as the machine can hold]")
@click.option("--scale", metavar="S", type=float, help="Pin the part of the size that is drawn, 0.35 to 1.")
@known("captions")
@click.option("--keys", "keyfile", metavar="FILE", type=click.Path(path_type=Path), help="What keys do, as TOML.")
@click.option("--debug-view", metavar="NAME", help="Show an intermediate picture, such as light or ocean.")
def play(keyfile: Path | None, **asked: Any) -> int:
    """Play a dream in a window. Press ? there for the keys."""
    from dreamscape import options
    from dreamscape.live.loop import run
    from dreamscape.live.session import Session, Wishes, first_tier
    from dreamscape.outputs.window import Window
    from dreamscape.quality import quality
    from dreamscape.render import context
    from dreamscape.take import take as check

    keys = _keys(keyfile)
    options.within(asked["fps"], 1.0, 240.0, "--fps", "frames a second")
    if asked["scale"] is not None:
        options.within(asked["scale"], 0.35, 1.0, "--scale", "of the window's size")
    tier = quality(asked["quality"]) if asked["quality"] else None
    size = options.size(asked["size"])
    take = check(
        asked["dream"],
        asked["seed"],
        size,
        asked["at"],
        None,
        asked["act"],
        asked["quality"],
        ("--at", "--to"),
        asked["captions"],
    )
    wishes = Wishes(take, asked["fps"], tier, asked["scale"], asked["debug_view"])
    window = Window(take.dream.seed.title, size, display=asked["display"], fullscreen=asked["fullscreen"])
    try:
        run(Session(window, wishes, first_tier(tier, context.is_software(window.ctx)), keys))
    finally:
        window.close()
    return 0


def _keys(path: Path | None) -> "Keys":
    """The keys of a file: the one that was asked for, or else the user's own, if there is one."""
    import platformdirs

    from dreamscape.live import keys

    usual = platformdirs.user_config_path("dreamscape", appauthor=False) / "keys.toml"
    if path is None and not usual.exists():
        return keys.Keys()
    return keys.load(path or usual)
