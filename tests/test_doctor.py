"""The doctor finds what is there, and survives what is not."""

import re
import sys

import pytest

from dreamscape import __version__, cli, doctor


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


def test_a_package_that_is_missing(capsys, monkeypatch):
    monkeypatch.setattr(doctor, "PACKAGES", ("no-such-package",))
    assert doctor.report() == 1
    assert "-> python -m pip install no-such-package" in capsys.readouterr().out
