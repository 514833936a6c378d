"""The doctor: what this machine has of what the program needs, and what to do about what is missing.

OpenGL, sound and plugins are asked in processes of their own, so that what crashes or chatters there harms nothing.
"""

import json
import os
import platform
import subprocess
import sys
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, entry_points
from typing import TYPE_CHECKING, Any

from dreamscape import __version__
from dreamscape.errors import DreamscapeError, PluginWarning
from dreamscape.system import cores
from dreamscape.system.child_processes import python_command
from dreamscape.system.standard_streams import say

if TYPE_CHECKING:
    from dreamscape.commands.requirements import Package

PATIENCE = 30  # s for a probe; a first start may have to compile and cache
NEEDED = "libx264"
ENCODERS = (
    NEEDED,
    "libx265",
    "libsvtav1",
    "libvpx-vp9",
    "prores_ks",
    "dnxhd",
    "cfhd",
    "dxv",
    "ffv1",
    "aac",
    "libopus",
    "flac",
)
WIDTH = 23  # letters, of what was looked at
FOR = {
    "cluster": "--cluster",
    "control": "--osc and --midi",
    "heart": "--heart by Bluetooth or OSC",
    "heic": "photographs in HEIC with --memories",
    "link": "--link",
}  # by extra

PROBES = {
    "opengl": "the driver",
    "sound": "the driver",
    "hearing": "the driver",
    "plugins": "a package with layers or scenes",
}
ANSWER = "\x1eanswer:"  # before it, whatever was asked may have chattered
PLUGINS = "dreamscape.layers", "dreamscape.scenes"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what.
        found: what was found.
        advice: what to do about it, empty if nothing needs to be done.
        essential: whether nothing can be drawn or filmed without it.
    """

    name: str
    found: str
    advice: str = ""
    essential: bool = False


def report() -> int:
    """Print all findings; returns 1 if something essential is missing, else 0."""
    findings = [*_program(), *_packages(), *_opengl(), *_encoders(), *_sound(), *_hearing(), *_plugins()]
    for item in findings:
        mark = "ok" if not item.advice else "MISSING" if item.essential else "note"
        say(f"{mark:8s}{item.name:{WIDTH}s}{item.found}")
        if item.advice:
            say(f"{'':{8 + WIDTH}s}-> {item.advice}")
    return int(any(item.essential and item.advice for item in findings))


def _program() -> list[Finding]:
    return [
        Finding("dreamscape", __version__),
        Finding("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        _processors(),
    ]


def _packages() -> list[Finding]:
    """What the package asks for, and what may be asked for beside."""
    try:
        from dreamscape.commands import requirements

        needed = [_needed(package) for package in requirements.packages()]
    except PackageNotFoundError:
        return [Finding("packages", "unknown: dreamscape itself is not installed", "python -m pip install .")]
    except ImportError as error:  # of what reads the list
        name = str(error.name).partition(".")[0]
        return [Finding(name, "not installed", f"python -m pip install {name}", essential=True)]
    return [*needed, *(_extra(name, requirements.packages(name)) for name in requirements.extras())]


def _needed(package: "Package") -> Finding:
    remedy = f"python -m pip install '{package.name}{package.versions}'"
    if not package.found:
        return Finding(package.name, "not installed", remedy, essential=True)
    wrong = "" if package.fits else f"expected {package.versions}: {remedy}"
    return Finding(package.name, package.found, wrong, essential=True)


def _extra(name: str, packages: "Sequence[Package]") -> Finding:
    """What an extra adds; those that no option needs are for the program's own development."""
    versions = ", ".join(f"{package.name} {package.found or 'not installed'}" for package in packages)
    if name not in FOR:
        return Finding(f"[{name}]", f"{versions} (only for developing dreamscape)")
    able = all(package.fits for package in packages)
    advice = f"for {FOR[name]}: python -m pip install --upgrade 'dreamscape[{name}]'"
    return Finding(f"[{name}]", versions, "" if able else advice)


def _processors() -> Finding:
    """How many cores there are for us."""
    count, there = cores.usable(), os.cpu_count() or 1
    return Finding("processors", str(count) if count == there else f"{count} of the machine's {there} may be used")


def _opengl() -> list[Finding]:
    facts = _probe("opengl")
    if "error" in facts:
        return [Finding("OpenGL", "none that can be used", str(facts["error"]), essential=True)]
    slow = "the processor draws, which works but is slow; if there is a graphics card, install its driver"
    return [
        Finding("OpenGL", f"{facts['version']} (3.3 needed), offscreen through {facts['through']}"),
        Finding("vendor", facts["vendor"]),
        Finding("renderer", facts["renderer"], slow if facts["software"] else ""),
        Finding("largest picture", f"{facts['largest']} pixels a side"),
    ]


def _encoders() -> list[Finding]:
    remedy = "python -m pip install --upgrade av"
    try:
        from av.codec import Codec
    except ImportError as error:
        return [Finding("encoders", f"PyAV does not load ({error})", remedy, essential=True)]
    found = []
    for name in ENCODERS:
        with suppress(ValueError):  # unknown to this build
            found.append(Codec(name, "w").name)
    advice = "" if NEEDED in found else f"films need {NEEDED}: {remedy}"
    return [Finding("encoders", ", ".join(found) or "none", advice, essential=True)]


def _sound() -> list[Finding]:
    facts = _probe("sound")
    if "error" in facts:
        advice = "to hear the dream, connect loudspeakers or headphones; films need none"
        return [Finding("sound", f"no device ({facts['error']})", advice)]
    return [Finding("sound", f"{facts['driver']}: {', '.join(facts['devices']) or 'no device named'}")]


def _hearing() -> list[Finding]:
    """What `play --listen` can listen to."""
    from dreamscape.devices.sound_device_names import PORTAUDIO

    facts = _probe("hearing")
    if "error" in facts:
        return [Finding("listening", f"not possible ({facts['error']})", "only play --listen needs it")]
    wanted = [] if facts["portaudio"] else [f"for microphones, {PORTAUDIO}"]
    if not facts["names"]:
        connect = "connect a microphone, or start PulseAudio or PipeWire to listen to what this computer plays"
        wanted.append(connect if sys.platform == "linux" else "connect a microphone")
    advice = f"only play --listen needs it: {'; '.join(wanted)}" if wanted else ""
    return [Finding("listening", ", ".join(facts["names"]) or "nothing to listen to", advice)]


def _plugins() -> list[Finding]:
    """Layers and scenes of other packages, if there are any."""
    if not any(entry_points(group=group) for group in PLUGINS):
        return []
    facts = _probe("plugins")
    if "error" in facts:
        return [Finding("plugins", "none that can be used", str(facts["error"]))]
    usable = [Finding("plugins", ", ".join(facts["usable"]))] if facts["usable"] else []
    return [*usable, *(Finding("plugins", "one that cannot be used", sentence) for sentence in facts["broken"])]


def _probe(name: str) -> dict[str, Any]:
    """What a probe in a process of its own found, or `error` with the reason why not."""
    environment = {**os.environ, "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    command = python_command("dreamscape.commands.doctor", name)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, env=environment, check=False)
    except subprocess.TimeoutExpired:
        return {"error": f"{PROBES[name]} did not answer within {PATIENCE} s"}
    try:
        facts: dict[str, Any] = json.loads(done.stdout.rpartition(ANSWER)[2])
    except ValueError:
        return {"error": f"{PROBES[name]} crashed with exit code {done.returncode}; update or reinstall it"}
    return facts


def _probe_opengl() -> dict[str, Any]:
    from dreamscape.render import context

    ctx = context.offscreen()
    info = ctx.info
    return {
        "vendor": info["GL_VENDOR"],
        "renderer": info["GL_RENDERER"],
        "version": info["GL_VERSION"],
        "software": context.is_software(ctx),
        "largest": context.largest_size(ctx),
        "through": "a hidden window" if "pygame" in sys.modules else "EGL",
    }


def _probe_sound() -> dict[str, Any]:
    import pygame

    from dreamscape.devices import sdl

    pygame.mixer.init()
    return {"driver": pygame.mixer.get_driver(), "devices": sdl.audio_devices(False)}


def _probe_hearing() -> dict[str, Any]:
    from dreamscape.devices import portaudio, sound_device_names

    names = sound_device_names.microphones()
    try:
        portaudio.library()
    except DreamscapeError:
        return {"names": names, "portaudio": False}
    return {"names": names, "portaudio": True}


def _probe_plugins() -> dict[str, Any]:
    from dreamscape import catalogue

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", PluginWarning)
        kinds: dict[str, Mapping[str, type]] = {"layer": catalogue.layers(), "scene": catalogue.scenes()}
    usable = [
        f"{kind} {name} of {item.__module__}"
        for kind, found in kinds.items()
        for name, item in found.items()
        if item.__module__.partition(".")[0] != "dreamscape"
    ]
    return {"usable": usable, "broken": [str(one.message) for one in told if one.category is PluginWarning]}


if __name__ == "__main__":
    try:
        answer = {"opengl": _probe_opengl, "sound": _probe_sound, "hearing": _probe_hearing, "plugins": _probe_plugins}[
            sys.argv[1]
        ]()
    except DreamscapeError as error:
        answer = {"error": str(error)}
    except Exception as error:  # whatever a driver raises is the answer
        answer = {"error": str(error) or type(error).__name__}
    print(ANSWER + json.dumps(answer))
