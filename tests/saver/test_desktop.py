"""The desktop's menu entry: what breaks here overwrites the files of others, or shows Python's icon."""

import configparser
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pygame
import pytest
from desk import needs, server
from red import red

from dreamscape import resources
from dreamscape.commands import desktop_entry
from dreamscape.errors import DreamscapeError
from dreamscape.files import owned

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="it has no such folders")


def held(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_what_is_installed_can_be_installed_again_and_removed(tmp_path: Path) -> None:
    first = desktop_entry.install({}, tmp_path)
    assert [sentence.rpartition(": ")[2] for sentence in first] == ["written"] * 3
    there = held(tmp_path)
    assert sorted(there) == [
        ".local/share/applications/dreamscape.desktop",
        ".local/share/icons/hicolor/256x256/apps/dreamscape.png",
        ".local/share/icons/hicolor/64x64/apps/dreamscape.png",
    ]
    assert all("nothing was changed" in sentence for sentence in desktop_entry.install({}, tmp_path))
    assert held(tmp_path) == there
    entry = tmp_path / ".local/share/applications/dreamscape.desktop"
    assert stat.S_IMODE(entry.stat().st_mode) == 0o644, "everybody may read it, or some desktops do not show it"
    entry.write_bytes(entry.read_bytes().replace(b"Exec=", b"Exec=/gone"))  # an older place of the program
    assert "updated" in desktop_entry.install({}, tmp_path)[0]
    assert held(tmp_path) == there
    desktop_entry.uninstall({}, tmp_path)
    assert held(tmp_path) == {}
    assert all("does not exist" in sentence for sentence in desktop_entry.uninstall({}, tmp_path))


def test_what_others_have_put_there_stays(tmp_path: Path) -> None:
    entry = tmp_path / "applications/dreamscape.desktop"
    entry.parent.mkdir()
    entry.write_text("[Desktop Entry]\nName=Mine\n")
    before = held(tmp_path)
    with pytest.raises(DreamscapeError, match="nothing was changed"):
        desktop_entry.install({"XDG_DATA_HOME": str(tmp_path)}, tmp_path)
    desktop_entry.uninstall({"XDG_DATA_HOME": str(tmp_path)}, tmp_path)
    assert held(tmp_path) == before


def test_a_folder_that_may_not_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "applications").write_text("a file")
    with pytest.raises(DreamscapeError, match=r"dreamscape\.desktop: Not a directory"):
        desktop_entry.install({"XDG_DATA_HOME": str(tmp_path)}, tmp_path)


def test_a_relative_folder_of_data_is_none(tmp_path: Path) -> None:
    """As the specification has it."""
    desktop_entry.install({"XDG_DATA_HOME": "elsewhere"}, tmp_path)
    assert len(held(tmp_path / ".local")) == 3


def test_the_entry_starts_the_program_from_any_place(tmp_path: Path) -> None:
    desktop_entry.install({}, tmp_path)
    file = tmp_path / ".local/share/applications/dreamscape.desktop"
    entry = configparser.ConfigParser(interpolation=None)
    entry.read_string(file.read_text())
    command = shlex.split(entry["Desktop Entry"]["Exec"])
    done = subprocess.run([*command, "--help"], cwd="/", capture_output=True, text=True, timeout=180)
    assert "play" in done.stdout
    assert entry["Desktop Entry"]["StartupWMClass"] == entry["Desktop Entry"]["Icon"] == "dreamscape"


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("/opt/dream/bin/dreamscape", "/opt/dream/bin/dreamscape"),
        ("/opt/my dreams/play", '"/opt/my dreams/play"'),
        ('a"b', r'"a\\"b"'),
        ("a$b`c", r'"a\\$b\\`c"'),
        ("a\\b", r'"a\\\\b"'),
        ("100%", '"100%%"'),
    ],
)
def test_any_path_is_written_as_the_specification_has_it(word: str, written: str) -> None:
    assert desktop_entry.quote_command([word]) == written


def test_icons_are_small_and_say_whose_they_are() -> None:
    for size in desktop_entry.SIZES:
        file = resources.asset(f"icon/{size}.png")
        assert owned.MARK in file.read_bytes()
        assert file.stat().st_size < 1 << 17
        assert pygame.image.load(file).get_size() == (size, size)


@pytest.mark.slow
def test_a_window_shows_the_programs_own_icon(tmp_path: Path) -> None:
    needs("Xvfb")
    with server(["Xvfb", "-screen", "0", "800x500x24"]) as desk, red(desk.environment(tmp_path), desk.see) as window:
        window.rests()
        name = desk.server.intern_atom("_NET_WM_ICON")
        (found,) = filter(None, [one.get_full_property(name, 0) for one in desk.shown()])
        assert list(found.value[:2]) == [64, 64]
        colours = np.array(found.value[2:], np.uint32).view(np.uint8).reshape(64, 64, 4)
        ours = pygame.surfarray.array3d(pygame.image.load(resources.asset("icon/64.png"))).swapaxes(0, 1)
        assert (colours[20:44, 20:44, 2::-1] == ours[20:44, 20:44]).all()
