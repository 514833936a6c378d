"""The screensaver's command, under XScreenSaver, under Windows, and by itself."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dreamscape.commands.common import complain, known, tell_memories
from dreamscape.commands.screensaver_parameters import ScreensaverParameters
from dreamscape.errors import InputError
from dreamscape.system.child_processes import python_command
from dreamscape.system.standard_streams import say

if TYPE_CHECKING:
    from dreamscape.saver.host import Host
    from dreamscape.saver.show import ShowOptions

SOON_AND_LATE = 1.0, 86_400.0  # s without motion
BUNDLED = bool(getattr(sys, "frozen", False))  # by PyInstaller

RECIPES = """\b
Elsewhere the desktop, or the program itself, minds the time; it ends when somebody is back:
  desktops   at login:  dreamscape screensaver --after 300
             (a file in ~/.config/autostart, see docs/screensaver.md)
             or, where systemd is:  dreamscape screensaver install --service
  sway       exec dreamscape screensaver --after 300
  hyprland   exec-once = dreamscape screensaver --after 300
  where --after says that it cannot:
             swayidle timeout 300 'dreamscape screensaver'
  Windows    a .scr made by PyInstaller, see docs/screensaver.md
None of these locks the screen; let the desktop do that, later than the time given here."""


class Hosted(click.Group):
    """A command that is also started with the words of Windows' screensavers."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Translate first, then as any command."""
        from dreamscape.saver.host import words

        return super().parse_args(ctx, words(args, BUNDLED and sys.platform == "win32"))


@click.group(cls=Hosted, invoke_without_command=True)
@click.option("--root", "-root", is_flag=True, help="Draw on XScreenSaver's window.")
@click.option("--window-id", "-window-id", metavar="ID", help="Draw in a window of this number.")
@click.option("--preview", is_flag=True, help="In a small window, to try it; S tells the seed, Q ends.")
@click.option("--settings", is_flag=True, hidden=True)
@click.option("--dream", metavar="NAME|FILE", default="ambient", show_default=True, help="The dream, an endless one.")
@known("memories", "seed")
@click.option("--quality", metavar="Q", default="low", show_default=True, help="low, medium, high or ultra.")
@click.option("--fps", metavar="R", default=30.0, show_default=True, help="Frames a second at most, 1 to 120.")
@click.option("--dim", metavar="D", default=0.0, show_default=True, help="Part of the light taken away, 0 to 0.95.")
@click.option("--clock", is_flag=True, help="Show a clock of light that never rests in one place.")
@click.option("--night", is_flag=True, help="Dim by the hour, from 21 to 8.")
@click.option("--reduced-motion", is_flag=True, help="Let the dream pass more slowly.")
@click.option("--sound", is_flag=True, help="Let it be heard; else it is silent.")
@click.option("--display", "displays", metavar="N", type=int, multiple=True, help="Only there; may be given again.")
@click.option("--span", is_flag=True, help="One picture over all displays.")
@click.option("--after", metavar="SECONDS", type=float, help="Wait until nobody moved for so long; again and again.")
@click.option("--print-seed", is_flag=True, help="Print the seed of the night.")
@click.pass_context
def screensaver(context: click.Context, /, **given: Any) -> int:
    """Show a quiet dream without an end while nobody is there."""
    if context.invoked_subcommand is not None:
        return 0
    return _begin(context.obj, ScreensaverParameters(**given))


def _begin(arguments: list[str], parameters: ScreensaverParameters) -> int:
    """Show it now, or whenever nobody is there; returns the exit code."""
    from dreamscape import options
    from dreamscape.saver import host as hosts
    from dreamscape.system import interrupts

    host = hosts.host(parameters.root, parameters.window_id, parameters.preview, parameters.settings, os.environ)
    if host.settings:
        return _settings()
    options.within(parameters.fps, 1.0, 120.0, "--fps", "frames a second")
    options.within(parameters.dim, 0.0, 0.95, "--dim", "part of the light")
    if parameters.sound and parameters.reduced_motion:  # which XScreenSaver's dialog lets one tick
        _say("--sound: silent with --reduced-motion, as sound cannot be slowed down")
        parameters = replace(parameters, sound=False)
    if parameters.after is None:
        _show(hosts.resolve(host), parameters)
    options.within(parameters.after, *SOON_AND_LATE, "--after", "seconds")
    try:
        return _wait(parameters.after, arguments)
    except KeyboardInterrupt:
        return interrupts.exit_code()


def _show(host: "Host", parameters: ScreensaverParameters) -> NoReturn:
    """Show it, and end the process once somebody is back.

    Raises:
        InputError: the dream has an end.
    """
    from dreamscape import options, rng
    from dreamscape.engine.request import check_request
    from dreamscape.live.playback.live_sound import DreamSound, LiveSound, PlaybackOptions
    from dreamscape.saver import host as hosts
    from dreamscape.saver.screens import SaverScreens
    from dreamscape.saver.show import Show
    from dreamscape.system import interrupts

    number = rng.tonight() if parameters.seed is None else options.seed_number(parameters.seed)
    request = check_request(parameters.dream, number, tier=parameters.quality, stop=1.0, memories=parameters.memories)
    tell_memories(request)
    if not request.dream.file.endless:
        raise InputError(f"dream {request.dream.name}: has an end, expected one with `endless = true`, such as ambient")
    os.environ.update(hosts.SURROUNDINGS)
    if parameters.print_seed:
        say(f"dreamscape: the seed of this night is {number}")
    if hasattr(os, "nice") and not host.is_foreign:
        os.nice(10)
    displays = parameters.displays or None
    screens = SaverScreens(request.dream, request.quality, number, host, displays, parameters.span)

    def start_sound(tick: int) -> LiveSound:
        return DreamSound(request.dream, number, tick, _say, PlaybackOptions())

    interrupts.end_at_once()  # it leaves nothing behind, and hands want their screen back
    Show(screens, host, _show_options(parameters), number, start_sound if parameters.sound else None).run()
    sys.stdout.flush()
    os._exit(0)  # at once: an orderly end would wait for the thread that makes the next act ready


def _show_options(parameters: ScreensaverParameters) -> "ShowOptions":
    from dreamscape.saver.show import ShowOptions

    return ShowOptions(parameters.fps, parameters.dim, parameters.clock, parameters.night, parameters.reduced_motion)


def _settings() -> int:
    """Say where the settings are: in a box where there is no terminal."""
    told = "its settings are its options, see dreamscape screensaver --help and docs/screensaver.md"
    if BUNDLED:
        import pygame

        pygame.display.message_box("Dreamscape", told)
    say(f"dreamscape: {told}")
    return 0


def _say(sentence: str) -> None:
    complain(sentence, 0)


def _wait(seconds: float, arguments: list[str]) -> int:
    """Start the screensaver, as a process of its own, each time nobody has moved for `seconds`."""
    from dreamscape.saver.idle_watch import IdleWatch
    from dreamscape.saver.inhibitors import inhibitor
    from dreamscape.saver.machine_state import idleness

    idle, pause = idleness(seconds)
    asked = arguments[arguments.index("screensaver") + 1 :]
    words = [word for place, word in enumerate(asked) if not _about_after(asked, place)]
    return IdleWatch(seconds, [*_myself(), *words], idle, inhibitor, _say, pause).run()


def _myself() -> list[str]:
    """What starts this program again, to be followed by its words; a bundled one knows by itself that it is a saver."""
    return [sys.executable] if BUNDLED else python_command("dreamscape", "screensaver")


def _about_after(arguments: list[str], place: int) -> bool:
    """Whether the word at a place is `--after` or its value."""
    return arguments[place].split("=")[0] == "--after" or (place > 0 and arguments[place - 1] == "--after")


@screensaver.command(epilog=RECIPES)
@click.option("--only", is_flag=True, help="Make it the one that XScreenSaver shows.")
@click.option(
    "--service",
    metavar="[SECONDS]",
    type=float,
    is_flag=False,
    flag_value=300.0,
    help="In place of that, write a service of systemd that shows it when nobody moved for so long, 300.",
)
def install(only: bool, service: float | None) -> None:
    """Put it into XScreenSaver's list, in ~/.xscreensaver; a backup is kept."""
    if service is None:
        from dreamscape.saver.install import install as into_list

        told = into_list(Path.home(), only)
    else:
        from dreamscape import options
        from dreamscape.saver import service as services
        from dreamscape.system.child_processes import own_command

        if only:
            raise InputError("--only and --service: expected one of them, as XScreenSaver shows it or the service does")
        options.within(service, *SOON_AND_LATE, "--service", "seconds")
        told = services.install(own_command(), service, os.environ, Path.home())
    for sentence in told:
        say(sentence)


@screensaver.command()
def uninstall() -> None:
    """Take it out of XScreenSaver's list, and remove the service; all else stays as it is."""
    from dreamscape.saver import install as installing
    from dreamscape.saver import service as services

    for sentence in (*services.uninstall(os.environ, Path.home()), *installing.uninstall(Path.home())):
        say(sentence)
