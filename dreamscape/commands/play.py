"""The live window's command."""

from pathlib import Path
from typing import Any

import click

from dreamscape.commands.common import known
from dreamscape.commands.play_parameters import PlayParameters
from dreamscape.commands.play_target import WHAT
from dreamscape.commands.session_report import LOG


@click.command()
@WHAT
@known("dream-or-scene", "scene", "set", "memories", "seed", "size")
@click.option("--fullscreen/--windowed", help="Cover the display, or open a window.  [default: a window]")
@click.option("--kiosk", is_flag=True, help="Full screen among strangers, whose keys do not end it; Ctrl+Alt+Q does.")
@click.option("--display", metavar="N", type=int, default=0, show_default=True, help="The display, 0 the first.")
@click.option("--fps", metavar="R", default=30.0, show_default=True, help="Frames a second at most, 1 to 240.")
@click.option("--at", metavar="T", default="0", show_default=True, help="Begin here: 12.5, 1:07 or 0:01:07.5.")
@click.option("--act", metavar="NAME", help="Begin with this act; --at then counts from its beginning.")
@click.option("--quality", metavar="Q", help="Pin low, medium, high or ultra.  [default: what the machine can hold]")
@click.option("--scale", metavar="S", type=float, help="Pin the part of the size that is drawn, 0.35 to 1.")
@click.option("--shuffle", is_flag=True, help="Let dreams, or songs, follow each other, drawn by lot.")
@known("language", "captions", "sound", "describe", "flash-limit")
@click.option("--volume", metavar="V", type=float, default=100.0, show_default=True, help="0 to 100.")
@click.option("--mute", is_flag=True, help="Begin muted.")
@click.option("--sound-device", metavar="NAME|N", help="What plays it.  [default: the system's usual device]")
@click.option(
    "--sound-offset",
    metavar="MS",
    type=float,
    default=0.0,
    show_default=True,
    help="How late sound is, -1000 to 1000 ms.",
)
@click.option(
    "--listen",
    metavar="[DEVICE]",
    is_flag=False,
    flag_value="",
    help="Move to what a microphone hears, or with `computer` to what this one plays.",
)
@click.option(
    "--reaction",
    "--listen-strength",
    "reaction",
    metavar="S",
    type=float,
    default=1.0,
    show_default=True,
    help="How strongly sound is felt, 0 not at all to 2.",
)
@click.option("--turns/--no-turns", default=True, help="Let acts end with the music's phrases.  [default: they do]")
@click.option(
    "--listen-file",
    metavar="SONG",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Move to a song, and play it; to several, to all in a folder, or to those of an M3U.",
)
@click.option("--favourites", is_flag=True, help="Play the songs that you marked.")
@click.option(
    "--cross-fade",
    metavar="S",
    type=float,
    default=4.0,
    show_default=True,
    help="Seconds that a song passes into the next, 0 to 30; 0 is without a gap.",
)
@click.option(
    "--now-playing/--no-now-playing",
    default=False,
    help="Show title and artist as a song begins; with --listen, what another player says that it plays.",
)
@click.option("--heart", metavar="PULSE", help="ble, ble:ADDRESS, osc:PORT or beats a minute.")
@click.option("--link", is_flag=True, help="Take tempo and beat from an Ableton Link session.")
@click.option("--osc", metavar="PORT", help="Set parameters by OSC on this port, or HOST:PORT.")
@click.option("--osc-send", metavar="PORT", help="Send what is heard by OSC to this port, or HOST:PORT.")
@click.option("--midi", metavar="[INPUT]", is_flag=False, flag_value="", help="Set parameters by a MIDI controller.")
@click.option("--knob", "knobs", metavar="N=NAME", multiple=True, help="A controller's parameter, for --midi.")
@click.option("--record", metavar="LOG", type=click.Path(path_type=Path), help="Write all inputs to LOG.jsonl.")
@click.option("--keys", "keyfile", metavar="FILE", type=click.Path(path_type=Path), help="What keys do, as TOML.")
@click.option("--debug-view", metavar="NAME", help="Show an intermediate picture, such as light or ocean.")
@LOG
@known("overwrite", "traceback")
def play(**given: Any) -> int:
    """Play dreams in a window: WHAT is a dream's name or file, a shader (.fs, .frag), or music to move to.

    Press ? there for the keys. Music is a song, a folder of songs, or an M3U. Of several dreams or songs, each follows
    when the one before has ended, for ever.
    """
    from dreamscape.commands import playing

    return playing.play(PlayParameters(**given))
