"""Many hands: what breaks here makes another film than one process would, or loses one to a machine that fails."""

import dataclasses
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import distributed
import pytest
import yaml
from dask import config as dask_configuration
from filming import DREAM, FRAMES, job, pictures, whole_segments

from dreamscape import cli
from dreamscape.engine import provenance
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.export import backends, cluster, dask_scheduler, film, workers
from dreamscape.export.encoding import formats

ROLES = ("scheduler", "worker", "client")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("brief.toml").write_text(DREAM, "utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def dask() -> Iterator[distributed.LocalCluster]:
    """A real cluster of two processes on this machine."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=2, processes=True, dashboard_address=":0", silence_logs=logging.CRITICAL
    ) as made:
        yield made


@pytest.fixture(scope="module")
def of_one(tmp_path_factory) -> list[bytes]:
    """The frames of the film that one process makes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("one"))
        Path("brief.toml").write_text(DREAM, "utf-8")
        film.export(Path("a.mp4"), job(), {}, lambda: False, lambda outcome: None)
        return pictures("a.mp4")


def export(backend: backends.Backend, stop=lambda: False, tell=lambda outcome: None, **asked) -> film.Outcome:
    return film.export(Path("a.mp4"), job(), {}, stop, tell, backend=backend, **asked)


@pytest.mark.slow
def test_processes_make_the_film_of_one(of_one):
    outcomes: list[film.Outcome] = []
    outcome = export(workers.worker_processes(2), tell=outcomes.append)
    assert (outcome.written, outcome.joined) == (FRAMES, 1.0)
    assert pictures("a.mp4") == of_one
    assert sorted(os.listdir()) == ["a.mp4", "brief.toml"]
    assert [now.written for now in outcomes] == sorted(now.written for now in outcomes)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_process_that_is_killed_is_replaced(of_one):
    killed: list[int] = []

    def tell(outcome: film.Outcome) -> None:
        mine = [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
        if outcome.written > 6 and not killed:
            killed.append(mine[-1])
            os.kill(mine[-1], signal.SIGKILL)

    export(workers.worker_processes(2), tell=tell)
    assert killed
    assert pictures("a.mp4") == of_one


@pytest.mark.slow
def test_processes_that_are_lost_again_and_again_end_the_film_in_a_sentence():
    def tell(outcome: film.Outcome) -> None:
        for process in multiprocessing.active_children():
            process.kill()

    with pytest.raises(DreamscapeError, match=r"4 workers in a row died \(exit code -9\), .* fewer --jobs"):
        export(workers.worker_processes(1), tell=tell)
    assert not Path("a.mp4.parts").exists()


@pytest.mark.slow
def test_what_a_process_fails_with_is_reported():
    form = formats.Format("libx264", "yuv420p", {"preset": "no such preset"}, {})
    broken = dataclasses.replace(job(), form=form)
    with pytest.raises(DreamscapeError, match=r"a\.mp4: writing failed after 0 of 30 frames \(.+\); nothing was kept"):
        film.export(Path("a.mp4"), broken, {}, lambda: False, lambda outcome: None, backend=workers.worker_processes(2))
    assert sorted(os.listdir()) == ["brief.toml"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_ctrl_c_reaches_all_processes_and_leaves_what_is_whole(of_one):
    small = ["--size", "32x18", "--fps", "2", "--quality", "low", "--no-sound"]
    options = ["export", "a.mp4", "--dream", "brief.toml", *small]
    command = [sys.executable, "-m", "dreamscape", *options, "--jobs", "2"]
    Path("brief.toml").write_text(DREAM.replace("seconds = 2\n", "seconds = 6\n"), "utf-8")
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 180
    while not (Path("a.mp4.parts/manifest.json").exists() and whole_segments()):  # and not only its packets
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=180)
    assert (process.returncode, out) == (130, "")
    assert err.startswith("dreamscape: interrupted after ")
    assert err.endswith(f"go on with: dreamscape {' '.join([*options, '--jobs', '2', '--resume'])}\n")
    assert err.count("\n") == 1
    assert whole_segments() >= 1
    assert not list(Path("a.mp4.parts").glob("*.tmp"))
    assert cli.run([*options, "--resume"]) == 0  # in this process alone: how many draw is no part of what is drawn
    assert len(pictures("a.mp4")) == 24


@pytest.mark.slow
def test_a_cluster_makes_the_film_of_one(of_one, dask):
    outcomes: list[film.Outcome] = []
    outcome = export(cluster.dask_cluster(dask.scheduler_address), tell=outcomes.append)
    assert (outcome.written, outcome.joined) == (FRAMES, 1.0)
    assert pictures("a.mp4") == of_one
    assert sorted(os.listdir()) == ["a.mp4", "brief.toml"]
    assert len({now.written for now in outcomes}) > 2


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_what_a_lost_worker_was_at_is_filmed_by_another(of_one, dask):
    killed: list[int] = []

    def tell(outcome: film.Outcome) -> None:
        if outcome.segments >= 2 and not killed:
            killed.append(next(iter(dask.workers.values())).process.pid)
            os.kill(killed[0], signal.SIGKILL)

    export(cluster.dask_cluster(dask.scheduler_address), tell=tell)
    assert killed
    assert pictures("a.mp4") == of_one


@pytest.mark.slow
def test_an_export_that_a_cluster_began_is_finished_alone(of_one, dask):
    outcomes: list[film.Outcome] = []
    backend = cluster.dask_cluster(dask.scheduler_address)
    export(backend, stop=lambda: bool(outcomes) and outcomes[-1].segments >= 2, tell=outcomes.append)
    assert 2 <= whole_segments() < 8
    export(backends.single_process, resume=True)
    assert pictures("a.mp4") == of_one


@pytest.mark.slow
def test_a_worker_with_other_code_is_refused(dask, monkeypatch):
    monkeypatch.setattr(provenance, "code_digest", lambda: "f" * 16)
    with pytest.raises(DreamscapeError, match=r"worker tcp://.* runs another version of dreamscape than this machine"):
        export(cluster.dask_cluster(dask.scheduler_address))
    assert sorted(os.listdir()) == ["brief.toml"]


@pytest.fixture(scope="module")
def films(tmp_path_factory) -> Path:
    """A folder with a certificate, of itself, under the names that docs/cluster.md has."""
    pytest.importorskip("cryptography")
    made, folder = distributed.Security.temporary(), tmp_path_factory.mktemp("films")
    for name, text in (("ca", made.tls_ca_file), ("machine", made.tls_client_cert)):
        (folder / f"{name}.pem").write_text(text, "utf-8")
    (folder / "machine.key").write_text(made.tls_client_key, "utf-8")
    return folder


def documented(films: Path) -> dict[str, object]:
    """Dask's configuration as docs/cluster.md has it, with the files of this folder."""
    page = (Path(__file__).parents[2] / "docs" / "cluster.md").read_text("utf-8")
    text = page.split("```yaml\n")[1].split("```")[0]
    comm = yaml.safe_load(text.replace("/home/me/films", str(films)))["distributed"]["comm"]
    of_roles = {f"{role}.{name}": path for role in ROLES for name, path in comm["tls"].pop(role).items()}
    named = {f"distributed.comm.tls.{name}": path for name, path in (comm.pop("tls") | of_roles).items()}
    return named | {f"distributed.comm.{name}": value for name, value in comm.items()}


@pytest.mark.slow
def test_a_cluster_over_tls_makes_the_film_of_one(of_one, films):
    with dask_configuration.set(documented(films)):
        security = distributed.Security()
        with distributed.LocalCluster(
            n_workers=1,
            processes=False,
            protocol="tls",
            security=security,
            dashboard_address=":0",
            silence_logs=logging.CRITICAL,
        ) as made:
            assert made.scheduler_address.startswith("tls://")
            export(cluster.dask_cluster(made.scheduler_address))
            assert pictures("a.mp4") == of_one
            with dask_configuration.set({"distributed.comm.require-encryption": False}):
                plain = cluster.dask_cluster(made.scheduler_address.replace("tls://", "tcp://"))
                with pytest.raises(InputError, match="no scheduler answers there"):
                    film.export(Path("b.mp4"), job(), {}, lambda: False, lambda outcome: None, backend=plain)


@pytest.mark.parametrize("address", ["", "here", "tls://here", "tls://:8786", "tcp://here:99999", "smoke://here:1"])
def test_what_is_no_address_is_refused_before_anything_is_drawn(address):
    with pytest.raises(InputError, match=r"^--cluster .*: not a scheduler's address, expected tls://HOST:PORT"):
        cluster.dask_cluster(address)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"client.cert": None}, r"needs certificates, ca-file, client\.cert and client\.key in Dask's configuration"),
        ({"ca-file": "no.pem"}, r"distributed\.comm\.tls\.ca-file of Dask's configuration: no file no\.pem"),
        ({"ca-file": __file__}, r"the certificates of Dask's configuration \(distributed\.comm\.tls\): "),
    ],
)
def test_missing_and_invalid_certificates_are_refused(films, changed, message):
    asked = documented(films) | {f"distributed.comm.tls.{name}": value for name, value in changed.items()}
    with dask_configuration.set(asked), pytest.raises(InputError, match=rf"^--cluster tls://here:8786: {message}"):
        cluster.dask_cluster("tls://here:8786")


def test_an_address_without_a_scheduler_is_answered_with_what_to_start(monkeypatch):
    monkeypatch.setattr(dask_scheduler, "TIMEOUT", 0.3)
    with pytest.raises(InputError, match=r"--cluster tcp://127\.0\.0\.1:9: no scheduler answers .* `dask scheduler`"):
        export(cluster.dask_cluster("tcp://127.0.0.1:9"))
    assert sorted(os.listdir()) == ["brief.toml"]


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"--cluster: needs Dask, .* dreamscape\[cluster\]"):
        cluster.dask_cluster("tcp://127.0.0.1:9")
