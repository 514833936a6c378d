"""Installation: what breaks here damages a file of the user's that other programs read."""

import configparser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.errors import DreamscapeError
from dreamscape.saver import service, xscreensaver_programs
from dreamscape.saver.install import BACKUP, FILE, install, uninstall

RUN = "/opt/dream/bin/dreamscape screensaver"
DEFAULTS = (
    "*mode: random\n*programs:\t\t\\\n\t\tmaze --root\t\\n\\\n- GL:\tpyro --root\t\\n\n\n*hacks.maze.name: Maze\n"
)
ODD = r"""# XScreenSaver Preferences File
timeout:	0:05:00
mode:		one
selected:	2
programs:	\
-				maze -root				    \n\
	GL: "Two words"		gears --root \
					--twice				    \n\
	sh -c 'echo it\'s odd" --root				    \n\
	last --root
pointerHysteresis:	10
"""


def commands(text: str) -> list[str]:
    found = xscreensaver_programs.find(text)
    assert found is not None
    return [" ".join(xscreensaver_programs.command(piece).split()) for piece in found.pieces]


def test_our_entry_joins_the_others_and_leaves_again() -> None:
    before = commands(ODD)
    assert len(before) == 4
    added = xscreensaver_programs.add(ODD, RUN, DEFAULTS)
    assert commands(added) == [*before, f"{RUN} --root"]
    assert xscreensaver_programs.add(added, RUN, DEFAULTS) == added, "a second install adds nothing"
    assert commands(xscreensaver_programs.remove(added)) == before
    outside = [line for line in ODD.splitlines() if ":" in line and "GL:" not in line]
    assert [line for line in added.splitlines() if line in outside] == outside


def test_a_file_without_a_list_keeps_the_systems() -> None:
    added = xscreensaver_programs.add("timeout: 0:01:00", RUN, DEFAULTS)
    assert added.startswith("timeout: 0:01:00\n")
    assert commands(added) == ["maze --root", "pyro --root", f"{RUN} --root"]


def test_a_moved_program_keeps_its_options() -> None:
    old = xscreensaver_programs.add(ODD, "'/old place/dreamscape' screensaver", "")
    chosen = old.replace("screensaver --root", "screensaver --root --clock --dim 0.3")
    assert f"{RUN} --root --clock --dim 0.3" in commands(xscreensaver_programs.add(chosen, RUN, ""))


def test_what_is_selected_stays_so() -> None:
    added = xscreensaver_programs.add(ODD, RUN, "")
    block = xscreensaver_programs.find(added)
    assert block is not None
    first = "".join((block.pieces[-1], *block.pieces[:-1]))  # as if the user had moved ours to the top
    moved = added[: block.start] + first + block.rest + added[block.stop :]
    assert "selected:\t1\n" in xscreensaver_programs.remove(moved)
    assert "selected:\t4\n" in xscreensaver_programs.select(added)
    assert "selected:\t0\n" in xscreensaver_programs.remove(xscreensaver_programs.select(added))


@given(st.text(alphabet='ab:"\\\n\r\t-# GL*programs', max_size=200))
def test_any_file_holds_what_it_held(text: str) -> None:
    added = xscreensaver_programs.add(text, RUN, DEFAULTS)
    assert xscreensaver_programs.add(added, RUN, DEFAULTS) == added
    assert f"{RUN} --root" in commands(added)
    if (found := xscreensaver_programs.find(text)) is not None:
        assert commands(added)[:-1] == [
            " ".join(xscreensaver_programs.command(piece).split()) for piece in found.pieces
        ]
        assert added.startswith(text[: found.start])
        assert added.endswith(text[found.stop :])


def test_install_keeps_a_backup_and_uninstall_what_was_there(tmp_path: Path) -> None:
    real = tmp_path / "settings" / "saver"
    real.parent.mkdir()
    real.write_bytes(ODD.encode() + b"# \xff\n")
    real.chmod(0o600)
    file = tmp_path / FILE
    file.symlink_to(real)
    for _ in range(2):
        install(tmp_path, settings=tmp_path / "none", defaults=())
    assert file.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / BACKUP).read_bytes() == ODD.encode() + b"# \xff\n"
    uninstall(tmp_path, settings=tmp_path / "none", defaults=())
    assert commands(real.read_bytes().decode("latin-1")) == commands(ODD)
    assert real.read_bytes().endswith(b"# \xff\n")


def test_a_file_that_install_made_goes_with_it(tmp_path: Path) -> None:
    defaults = tmp_path / "XScreenSaver"
    defaults.write_text(DEFAULTS)
    settings = tmp_path / "config"
    settings.mkdir()
    sentences = install(tmp_path, settings=settings, defaults=(defaults,))
    assert len(sentences) == 2
    assert commands((tmp_path / FILE).read_text())[:2] == ["maze --root", "pyro --root"]
    uninstall(tmp_path, settings=settings, defaults=(defaults,))
    assert not (tmp_path / FILE).exists()
    assert list(settings.iterdir()) == []
    assert "nothing was changed" in uninstall(tmp_path, settings=settings, defaults=(defaults,))[0]


def test_a_file_that_can_not_be_read_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(DreamscapeError, match="nothing was changed"):
        install(tmp_path, settings=tmp_path / "none", defaults=())


def test_ctrl_c_leaves_the_list_as_it_was_and_nothing_beside_it(tmp_path: Path, monkeypatch) -> None:
    def pressed(*paths: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / FILE).write_text("timeout: 0:10:00\n")
    monkeypatch.setattr("os.replace", pressed)
    with pytest.raises(KeyboardInterrupt):
        install(tmp_path, settings=tmp_path / "none", defaults=())
    assert (tmp_path / FILE).read_text() == "timeout: 0:10:00\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([FILE, BACKUP])


def test_the_service_is_written_and_removed(tmp_path: Path) -> None:
    sentences = service.install(["/opt/my dreams/$x/100%/dreamscape"], 120.0, {}, tmp_path)
    file = tmp_path / ".config/systemd/user/dreamscape-screensaver.service"
    unit = configparser.ConfigParser(interpolation=None)
    unit.read_string(file.read_text())
    assert unit["Service"]["ExecStart"] == '"/opt/my dreams/$$x/100%%/dreamscape" screensaver --after 120'
    assert "systemctl --user enable --now" in sentences[-1], "the user's word"
    wants = file.parent / "graphical-session.target.wants"
    assert not wants.exists()
    assert "nothing was changed" in service.install(["/opt/my dreams/$x/100%/dreamscape"], 120.0, {}, tmp_path)[0]
    wants.mkdir()
    (wants / file.name).symlink_to(file)  # as systemctl does
    service.uninstall({}, tmp_path)
    assert not [path for path in tmp_path.rglob("*") if not path.is_dir()]
    assert service.uninstall({}, tmp_path) == []


def test_a_service_of_somebody_else_stays(tmp_path: Path) -> None:
    file = tmp_path / "systemd/user/dreamscape-screensaver.service"
    file.parent.mkdir(parents=True)
    file.write_text("[Service]\nExecStart=mine\n")
    where = {"XDG_CONFIG_HOME": str(tmp_path)}
    with pytest.raises(DreamscapeError, match="nothing was changed"):
        service.install(["dreamscape"], 120.0, where, tmp_path)
    service.uninstall(where, tmp_path)
    assert file.read_text() == "[Service]\nExecStart=mine\n"
