"""The doctor finds what is there, and survives what is not."""

import ast
import re
import sys
import tomllib
from email.message import Message
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from dreamscape import __version__, cli, commands
from dreamscape.commands import doctor, requirements

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_machine_that_can_draw(capsys, ctx):
    assert cli.run(["doctor"]) == 0
    out = capsys.readouterr().out
    assert re.search(rf"^ok +dreamscape +{__version__}$", out, re.MULTILINE)
    assert re.search(rf"^ok +Python +{sys.version_info.major}\.{sys.version_info.minor}", out, re.MULTILINE)
    assert re.search(r"^ok +OpenGL +.*\(3\.3 needed\)", out, re.MULTILINE)
    assert ctx.info["GL_RENDERER"] in out
    assert re.search(r"^ok +encoders +.*libx264", out, re.MULTILINE)
    assert "sound" in out


@pytest.mark.skipif(sys.platform != "linux", reason="EGL's loader is told where to look")
@pytest.mark.slow
def test_a_machine_without_opengl(capsys, monkeypatch):
    monkeypatch.setenv("__EGL_VENDOR_LIBRARY_FILENAMES", "/nonexistent")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert cli.run(["doctor"]) == 1
    out = capsys.readouterr().out
    assert re.search(r"^MISSING +OpenGL +none that can be used\n +-> .*apt-get install libegl1", out, re.MULTILINE)
    assert "encoders" in out


def test_a_driver_that_crashes(monkeypatch):
    monkeypatch.setattr(doctor.sys, "executable", "/bin/false")
    assert doctor._probe("opengl") == {"error": "the driver crashed with exit code 1; update or reinstall it"}


def metadata_of(monkeypatch, *asked, extras=()):
    """What the package's own metadata asks for."""
    told = Message()
    for extra in extras:
        told["Provides-Extra"] = extra
    monkeypatch.setattr(requirements.metadata, "requires", lambda name: list(asked))
    monkeypatch.setattr(requirements.metadata, "metadata", lambda name: told)


def findings():
    return {item.name: (item.found, item.advice, item.essential) for item in doctor._packages()}


def test_all_that_the_package_asks_for_is_looked_at():
    """The real metadata: a package that is added to pyproject.toml is looked at without a word in the doctor."""
    found = findings()
    for one in map(Requirement, metadata.requires("dreamscape")):
        extra = re.search(r'extra == "(.*?)"', str(one.marker or ""))
        if extra:
            assert one.name in found[f"[{extra[1]}]"][0]
        elif one.marker is None or one.marker.evaluate():
            assert found[one.name] == (metadata.version(one.name), "", True)
        else:
            assert one.name not in found
    assert set(doctor.FOR) < set(requirements.extras())


@pytest.mark.slow
def test_what_is_missing_or_too_old_is_listed_with_what_to_do(monkeypatch, capsys):
    metadata_of(monkeypatch, "no-such-package>=2", "click<1", "numpy", "nowhere; sys_platform == 'plan9'")
    found = findings()
    assert found["no-such-package"] == ("not installed", "python -m pip install 'no-such-package>=2'", True)
    assert found["click"][1] == "expected <1: python -m pip install 'click<1'"
    assert found["numpy"] == (metadata.version("numpy"), "", True)
    assert "nowhere" not in found
    assert doctor.report() == 1
    assert re.search(r"^MISSING no-such-package +not installed$", capsys.readouterr().out, re.MULTILINE)


def test_an_extra_is_listed_with_the_options_that_need_it(monkeypatch):
    asked = ("numpy", "no-midi; extra == 'control'", "click; extra == 'control'", "no-tests; extra == 'dev'")
    metadata_of(monkeypatch, *asked, extras=("dev", "control"))
    found = findings()
    assert found["[control]"][0] == f"click {metadata.version('click')}, no-midi not installed"
    assert found["[control]"][1:] == (
        "for --osc and --midi: python -m pip install --upgrade 'dreamscape[control]'",
        False,
    )
    assert found["[dev]"] == ("no-tests not installed (only for developing dreamscape)", "", False)


@pytest.mark.parametrize(
    ("facts", "found", "advice"),
    [
        ({"names": ["Built-in", "computer"], "portaudio": True}, "Built-in, computer", ""),
        ({"names": ["computer"], "portaudio": False}, "computer", "for microphones, install PortAudio, on Debian"),
        ({"names": [], "portaudio": True}, "nothing to listen to", "connect a microphone"),
        ({"names": [], "portaudio": False}, "nothing to listen to", "libportaudio2; connect a microphone"),
        ({"error": "the driver crashed"}, "not possible (the driver crashed)", "only play --listen needs it"),
    ],
)
def test_what_can_be_listened_to_is_listed_with_what_is_missing(monkeypatch, facts, found, advice):
    """Its advice began `--listen it takes a microphone`."""
    monkeypatch.setattr(doctor, "_probe", lambda name: facts)
    (finding,) = doctor._hearing()
    assert finding.found == found
    assert advice in finding.advice
    assert bool(finding.advice) == bool(advice)
    assert " it " not in finding.advice


def test_a_program_that_was_never_installed_says_so(monkeypatch):
    def fail(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(requirements.metadata, "requires", fail)
    assert findings()["packages"][0] == "unknown: dreamscape itself is not installed"


def test_without_what_reads_the_list_that_is_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "packaging.requirements", None)
    monkeypatch.delitem(sys.modules, "dreamscape.commands.requirements")
    monkeypatch.delattr(commands, "requirements")
    assert findings() == {"packaging": ("not installed", "python -m pip install packaging", True)}


IMPORTED = {
    "Xlib": "python-xlib",
    "dask": "distributed",  # which is its other half
    "fast_simplification": "fast-simplification",
    "dbus_fast": "dbus-fast",
    "faster_whisper": "faster-whisper",
    "freetype": "freetype-py",
    "bidi": "python-bidi",
    "link": "LinkPython-extern",
    "pillow_heif": "pillow-heif",
    "pygame": "pygame-ce",
    "pythonosc": "python-osc",
    "warp": "warp-lang",
    "yaml": "distributed",  # which is set up in it
}
OURS = {"tests": ("dev",), "scripts": ("bake", "docs"), "benchmarks": ("benchmark", "dev")}  # with what they need


@pytest.mark.parametrize(("folder", "more"), [("dreamscape", tuple(doctor.FOR)), *OURS.items()])
@pytest.mark.slow
def test_every_imported_package_is_a_declared_dependency(folder, more):
    """A package that another one brings along is there for us, and not for everybody."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *(one for extra in more for one in project["optional-dependencies"][extra])]
    known = {Requirement(one).name for one in asked}
    files = [path for ours in OURS for path in (ROOT / ours).rglob("*.py") if folder in OURS]
    own = {"dreamscape", *(path.parent.name if path.stem == "__init__" else path.stem for path in files)}
    for path in (ROOT / folder).rglob("*.py"):
        tops = {name.partition(".")[0] for name in imported(path)} - own - set(sys.stdlib_module_names)
        assert {IMPORTED.get(top, top) for top in tops} <= known, path


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
