"""Cores: what breaks here lets a film in a small container begin as many threads as the whole machine has cores."""

import math
import os
import re
import subprocess
import sys
from pathlib import Path

import av
import pytest

import dreamscape
from dreamscape import cli
from dreamscape.export import animation, image_sequence
from dreamscape.export.encoding import codecs, formats
from dreamscape.system import cores

ASKED = ("--act", "shore", "--from", "1", "--to", "1.5", "--fps", "8", "--size", "96x54", "--quality", "low")
DRAWN = """
import sys
from dreamscape import cli
from dreamscape.system import priorities
from dreamscape.export.segments import frames
made = frames.FrameRenderer.close
def close(self):
    print(len(priorities.rasterisers()), file=sys.stderr)
    made(self)
frames.FrameRenderer.close = close
sys.exit(cli.run(sys.argv[1:]))
"""


def grouped(folder: Path, own: str, **files: str) -> float:
    """The quota where `/proc/self/cgroup` says `own`, and these files lie under `/sys/fs/cgroup`."""
    for name, text in files.items():
        path = folder / "groups" / name.replace("__", "/").replace("_comma_", ",")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(path.name.replace("cpu_max", "cpu.max").replace("cfs", "cpu.cfs")).write_text(text)
    (folder / "own").write_text(own)
    return cores.quota(folder / "own", folder / "groups")


def test_the_quota_of_a_container_counts(tmp_path: Path) -> None:
    assert grouped(tmp_path, "0::/\n", cpu_max="150000 100000\n") == 1.5


def test_the_least_of_nested_quotas_counts(tmp_path: Path) -> None:
    files = {"a__cpu_max": "300000 100000\n", "a__b__cpu_max": "max 100000\n"}
    assert grouped(tmp_path, "0::/a/b\n", **files) == 3.0


def test_the_first_kind_of_groups_counts_too(tmp_path: Path) -> None:
    """A container without a namespace of its own sees the host's path, which is not there: the mount itself is it."""
    files = {"cpu_comma_cpuacct__cfs_quota_us": "50000\n", "cpu_comma_cpuacct__cfs_period_us": "100000\n"}
    assert grouped(tmp_path, "4:cpu,cpuacct:/docker/0123\n0::/\n", **files) == 0.5


@pytest.mark.parametrize("text", ["max 100000\n", "", "nonsense", "1 0\n", "x y\n"])
def test_no_quota_is_no_limit(tmp_path: Path, text: str) -> None:
    assert grouped(tmp_path, "nonsense\n0::/\n", cpu_max=text) == math.inf
    assert grouped(tmp_path, "1:cpu:/\n", cpu__cfs_quota_us="-1\n", cpu__cfs_period_us="100000\n") == math.inf
    assert cores.quota(tmp_path / "no", tmp_path) == math.inf


def test_a_part_of_a_core_is_one_and_no_more_are_used_than_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    for given, expected in ((0.2, 1), (1.5, 2), (math.inf, 8), (64.0, 8)):
        monkeypatch.setattr(cores, "affinity", lambda: 8)
        monkeypatch.setattr(cores, "quota", lambda given=given: given)
        assert cores.usable() == expected


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="Linux")
def test_cores_that_a_process_is_not_bound_to_do_not_count() -> None:
    core = min(os.sched_getaffinity(0))
    program = (
        f"import os; os.sched_setaffinity(0, {{{core}}}); from dreamscape.system import cores; print(cores.usable())"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "1\n"


def test_only_one_place_counts_cores() -> None:
    root = Path(dreamscape.__file__).parent
    named = {path.name for path in root.rglob("*.py") if "cpu_count(" in path.read_text("utf-8")}
    assert named == {"cores.py", "doctor.py"}  # which says how many the machine has beside those that may be used


@pytest.mark.parametrize("threads", [1, 3])
def test_every_encoder_in_software_keeps_to_the_number_of_threads(threads: int) -> None:
    forms = [
        formats.choose(suffix, (256, 144), codec, threads=threads)
        for suffix, container in codecs.CONTAINERS.items()
        for codec in container.codecs
    ]
    forms += [image_sequence.choose(suffix, None, False, threads) for suffix in image_sequence.SUFFIXES]
    forms += [animation.choose(suffix, (64, 36), 8, None, threads) for suffix in animation.SUFFIXES]
    for form in forms:
        said = ":".join(f"{name}={value}" for name, value in form.options.items())
        found = [int(number) for number in re.findall(r"(?<!-)\b(?:threads|pools|lp)=(\d+)", said)]
        assert found, form.codec
        assert max(found) <= threads


def test_a_quota_spares_rasterisers_unless_somebody_has_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "affinity", lambda: 8)
    monkeypatch.setattr(cores, "quota", lambda: 3.0)
    monkeypatch.setenv(cores.RASTERISER, "so that it is put back")
    del os.environ[cores.RASTERISER]
    cores.limit_rasteriser()
    assert os.environ[cores.RASTERISER] == "3"
    monkeypatch.setenv(cores.RASTERISER, "5")
    cores.limit_rasteriser()
    assert os.environ[cores.RASTERISER] == "5"


@pytest.mark.slow
def test_a_film_with_one_thread_has_the_frames_of_a_film_with_all(tmp_path: Path) -> None:
    def export(name: str, *options: str) -> str:
        command = [sys.executable, "-c", DRAWN, "export", name, *ASKED, "--no-sound", *options]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stderr

    assert export("one.mkv", "--codec", "ffv1", "--threads", "1").split()[-1] in ("0", "1")  # 0 where a card draws
    assert cli.run(["export", str(tmp_path / "all.mkv"), *ASKED, "--no-sound", "--codec", "ffv1"]) == 0
    commands = [
        re.findall("Command: dreamscape export ...(.*)", _comment(tmp_path / name)) for name in ("one.mkv", "all.mkv")
    ]
    assert commands[0] == commands[1] != []  # so that each can go on with the other's parts
    for one, other in zip(*(_frames(tmp_path / name) for name in ("one.mkv", "all.mkv")), strict=True):
        assert one == other


def _comment(path: Path) -> str:
    with av.open(str(path)) as film:
        return next(text for name, text in film.metadata.items() if name.lower() == "comment")


def _frames(path: Path) -> list[bytes]:
    with av.open(str(path)) as film:
        return [bytes(plane) for frame in film.decode(video=0) for plane in frame.planes]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--threads 2 --jobs 3", "--jobs 3: more than the 2 of --threads"),
        ("--threads 0", "0 is not in the range 1<=x<=256"),
        ("--threads 2 --cluster tcp://127.0.0.1:1", "--threads and --cluster: a cluster's workers have their own"),
    ],
)
def test_a_number_of_threads_that_cannot_be(capsys, tmp_path: Path, options: str, message: str) -> None:
    assert cli.run(["export", str(tmp_path / "a.mp4"), *ASKED, *options.split()]) == 2
    assert message in capsys.readouterr().err
