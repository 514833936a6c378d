"""The header that all segments of a film share: what breaks here is refused at the very end, after all was drawn."""

import os
import sys
from pathlib import Path

import filming
import pytest
from filming import DREAM, stop_after

from dreamscape.engine.renderer import Renderer
from dreamscape.errors import DreamscapeError
from dreamscape.export import cluster, film
from dreamscape.export.encoding import codecs, encoder, formats
from dreamscape.export.segments.segment_writer import SegmentRequest

SIZE = 256, 144
EVERY = [
    (suffix, codec, alpha)
    for suffix, container in codecs.CONTAINERS.items()
    for alpha in (False, True)
    for codec in (container.alpha_codecs if alpha else container.codecs)
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("brief.toml").write_text(DREAM, "utf-8")
    return tmp_path


@pytest.mark.parametrize(("suffix", "codec", "alpha"), EVERY)
def test_the_header_does_not_tell_how_many_cores_there_are(suffix: str, codec: str, alpha: bool) -> None:
    forms = [formats.choose(suffix, SIZE, codec, alpha=alpha, threads=threads) for threads in (1, 3, 16)]
    assert len({encoder.codec_header(form, SIZE, filming.options.rate(30)) for form in forms}) == 1


def hevc(threads: int) -> formats.Format:
    return formats.choose(".mp4", filming.SIZE, "hevc", crf=0, preset="ultrafast", threads=threads)


@pytest.mark.slow
def test_hevc_goes_on_where_there_are_other_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filming, "SIZE", (64, 36))
    monkeypatch.setattr(filming, "LOSSLESS", hevc(threads=1))
    stop_after(2)
    monkeypatch.setattr(filming, "LOSSLESS", hevc(threads=4))
    assert filming.export(resume=True).joined == 1.0
    assert len(filming.pictures("a.mp4")) == filming.FRAMES


@pytest.mark.slow
def test_parts_of_another_encoder_are_refused_before_anything_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_after(2)
    kept = filming.whole_segments()
    monkeypatch.setattr(film, "codec_header", lambda form, size, rate: b"of another version")
    monkeypatch.setattr(Renderer, "draw", lambda *_: pytest.fail("drawn"))
    with pytest.raises(DreamscapeError, match=r"^0000\d\d\.packets: was encoded by another encoder than this one"):
        filming.export(resume=True)
    assert filming.whole_segments() == kept


def test_a_worker_with_another_encoder_says_so_before_it_draws(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SegmentWriter", lambda *_: pytest.fail("drawn"))
    with pytest.raises(DreamscapeError, match=r"the worker on .+ has another encoder than this machine"):
        cluster.ClusterWorker().make(
            "film", filming.job(), SegmentRequest(0, range(4), folder / "a"), b"of another version"
        )


def realtime_threads() -> list[str]:
    tasks = Path("/proc/self/task").iterdir()
    return [task.name for task in tasks if os.sched_getscheduler(int(task.name)) in (os.SCHED_FIFO, os.SCHED_RR)]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only Linux's root may schedule in real time")
def test_av1_leaves_the_machine_to_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = formats.choose(".mp4", (64, 36), "av1", threads=2)
    pool = encoder.FramePool((64, 36), form.pixels)
    seen: list[list[str]] = []
    segment = encoder.Encoder(
        folder / "a", form, filming.options.rate(30), pool, lambda _: seen.append(realtime_threads())
    )
    segment.send(pool.acquire())
    segment.finish()
    segment.join()
    assert seen == [[]]
    monkeypatch.setattr(filming, "SIZE", (64, 36))
    monkeypatch.setattr(filming, "LOSSLESS", form)
    assert filming.export().joined == 1.0
    assert realtime_threads() == []
