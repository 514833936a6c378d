"""The folder of parts: what is ours there is believed only if it is whole, and what is not ours is never touched."""

import json
import os
import shlex
import socket
import sys
from pathlib import Path

import pytest
from filming import FRAMES, LENGTH, export, stop_after, whole_segments, write_dream

from dreamscape import cli
from dreamscape.errors import InputError
from dreamscape.export.segments import manifest
from dreamscape.rng import Streams

COMMAND = shlex.split("export a.mp4 --dream brief.toml --size 32x18 --fps 10 --quality low --to 0.2 --no-sound")
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="needs the kinds of files of Unix")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    write_dream(tmp_path, monkeypatch)
    return tmp_path


SEGMENT = {"tick": 0, "world": "0" * 16, "size": 1, "digest": "0" * 16, "delay": 0, "frames": {}}
GOOD = {"form": 1, "facts": {}, "first": 0, "count": FRAMES, "length": LENGTH}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b"\xff\xfe",
        b'"manifest"',
        json.dumps({**GOOD, "form": 2}).encode(),
        json.dumps({**GOOD, "path": "/etc/passwd"}).encode(),
        json.dumps({**GOOD, "count": 0}).encode(),
        json.dumps({**GOOD, "length": -1}).encode(),
        json.dumps({**GOOD, "count": 2**53, "length": 1}).encode(),
        json.dumps({**GOOD, "segments": {"../../etc/passwd": SEGMENT}}).encode(),
        json.dumps({**GOOD, "segments": {"99": SEGMENT}}).encode(),
        json.dumps({**GOOD, "segments": {"0": {**SEGMENT, "file": "../a"}}}).encode(),
        json.dumps({**GOOD, "segments": {"0": {**SEGMENT, "digest": "../../../../a"}}}).encode(),
        json.dumps({**GOOD, "segments": {"0": {**SEGMENT, "delay": 10**9}}}).encode(),
        b"#" * (manifest.MAX_BYTES + 1),
    ],
    ids=lambda data: data[-40:].decode("latin-1"),
)
def test_a_manifest_that_is_none_is_refused_in_a_sentence(capsys, data):
    Path("a.mp4.parts").mkdir()
    Path("a.mp4.parts/manifest.json").write_bytes(data)
    assert cli.run([*COMMAND, "--resume"]) == 2
    _, err = capsys.readouterr()
    assert err.startswith(f"dreamscape: {Path('a.mp4.parts/manifest.json').resolve()}: ")
    ours = manifest.is_manifest(data)
    assert err.endswith("start over with --overwrite\n" if ours else "move the folder away\n")
    assert err.count("\n") == 1
    assert Path("a.mp4.parts/manifest.json").read_bytes() == data
    if not ours:  # nor is it ours to remove
        assert cli.run([*COMMAND, "--overwrite"]) == 2
        assert Path("a.mp4.parts/manifest.json").read_bytes() == data


def test_a_manifest_of_another_version_is_begun_anew():
    Path("a.mp4.parts").mkdir()
    Path("a.mp4.parts/manifest.json").write_text(json.dumps({**GOOD, "form": 99, "later": True}))
    assert cli.run([*COMMAND, "--overwrite"]) == 0
    assert sorted(os.listdir()) == ["a.mp4", "brief.toml"]


@pytest.mark.slow
def test_a_manifest_cut_at_any_place_is_refused():
    stop_after(1)
    file = Path("a.mp4.parts/manifest.json")
    data = file.read_bytes()
    for size in Streams(1).at("cut").integers(0, len(data) - 2, size=40).tolist():
        with pytest.raises(InputError, match=r"start over|move the folder away"):
            manifest.decode(data[:size], "x")


THEIRS = (
    "thesis.txt",
    "sound.txt",
    "film.final.cut",
    "film.12.tmp.mov",
    "2024.jpg",
    "000000.packets.bak",
    "0.packets",
    "manifest.json.bak",
    "notes.tmp",
    "film.mov.7.tmp",
)


@pytest.mark.slow
def test_files_of_somebody_elses_are_never_removed(capsys):
    stop_after(1)
    for name in THEIRS:
        theirs = Path("a.mp4.parts", name)
        theirs.write_text("years")
        assert cli.run([*COMMAND, "--overwrite"]) == 2
        assert f"a.mp4.parts: holds {name}, which is no part of a film; move it away" in capsys.readouterr().err
        theirs.rename(name)
    assert whole_segments() >= 1
    for name in THEIRS:
        Path(name).rename(f"a.mp4.parts/{name}")
    export(resume=True)  # which they do not hinder
    assert Path("a.mp4").exists()
    assert sorted(os.listdir("a.mp4.parts")) == sorted(THEIRS)


@pytest.mark.parametrize("flags", [[], ["--overwrite"]], ids=" ".join)
def test_a_folder_without_a_manifest_of_ours_is_refused(flags, capsys):
    Path("a.mp4.parts").mkdir()
    Path("a.mp4.parts/000000.packets").write_text("years")
    for data in (None, b'{"name": "extension", "version": 3}'):
        if data:
            Path("a.mp4.parts/manifest.json").write_bytes(data)
        before = sorted(os.listdir("a.mp4.parts"))
        assert cli.run([*COMMAND, *flags]) == 2
        assert "a.mp4.parts: holds no manifest of an export; move it away" in capsys.readouterr().err
        assert sorted(os.listdir("a.mp4.parts")) == before
    assert Path("a.mp4.parts/000000.packets").read_text() == "years"


@pytest.mark.slow
@UNIX
@pytest.mark.parametrize(
    "name", ["000001.packets.7.tmp", "000000.packets", "000000.light", "manifest.json", "export.lock"]
)
@pytest.mark.parametrize("kind", ["folder", "pipe", "socket"])
def test_odd_entries_are_refused_in_a_sentence(name, kind, capsys):
    Path("a.mp4.parts").mkdir()
    Path("a.mp4.parts/manifest.json").write_text(json.dumps(GOOD))
    odd = Path("a.mp4.parts", name)
    odd.unlink(missing_ok=True)
    if kind == "folder":
        odd.mkdir()
    elif kind == "pipe":
        os.mkfifo(odd)
    else:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(odd))
    for flags in ([], ["--resume"], ["--overwrite"]):
        assert cli.run([*COMMAND, *flags]) == 2
        err = capsys.readouterr().err
        assert err.count("\n") == 1
        assert "a.mp4.parts" in err
        assert "internal" not in err
    assert odd.exists()


@pytest.mark.slow
def test_parts_that_nobody_needs_any_more_are_removed(folder):
    """Killed as it began, or as it tidied up: the folder has a lock, or what was under way, and no manifest."""
    for left in ([], ["export.lock"], ["manifest.json.77.tmp"], ["export.lock", "000003.packets.77.tmp"]):
        Path("a.mp4.parts").mkdir()
        for name in left:
            Path("a.mp4.parts", name).write_text("")
        assert cli.run(COMMAND) == 0
        assert sorted(os.listdir()) == ["a.mp4", "brief.toml"]
        Path("a.mp4").unlink()


def test_a_link_in_place_of_the_folder_is_not_followed(folder):
    Path("elsewhere").mkdir()
    Path("a.mp4.parts").symlink_to(folder / "elsewhere")
    for resume in (False, True):
        with pytest.raises(InputError, match="is in the way"):
            export(resume=resume)
    assert not list(Path("elsewhere").iterdir())
