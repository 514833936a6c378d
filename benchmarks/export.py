"""What exports cost: drawing and encoding together and apart, against the usual way, in segments, by several processes.

    python benchmarks/export.py [--json] [--only NAME] [--seconds 14]

The usual way is what peers do: RGB read back, written down a pipe to an ffmpeg process, with the same picture, preset
and crf. It needs the program ffmpeg, and is left out, and said so, where there is none. Run it on a quiet machine.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program has it

import av
from av.video.frame import VideoFrame

from dreamscape import options
from dreamscape.clock import moment_of_frame
from dreamscape.engine.request import check_request
from dreamscape.export import film
from dreamscape.export.encoding import formats
from dreamscape.export.encoding.encoder import Encoder, FramePool
from dreamscape.export.segments.frames import FrameRenderer
from dreamscape.export.segments.manifest import Segment
from dreamscape.export.segments.segment_writer import (
    FilmedSegment,
    FilmJob,
    SegmentRequest,
    SegmentWriter,
    default_segment_length,
)
from dreamscape.files.durable import digest
from dreamscape.system import cores

RATE = options.rate(30)
WARM = 10  # frames before timing: shaders compile
SIZES = ((1280, 720), (1920, 1080))
BARS = {
    "together": 1.12,  # times half of the CPU seconds of drawing alone and encoding alone
    "faster": 1.35,  # times the usual way
    "time": 1.03,  # of segments, against one long encode
    "size": 1.03,
    "memory": 1.05,  # at the end of ten minutes, against their beginning
    "jobs": 1.0,  # two processes against one
    "efficiency": 0.92,
}
NAP, WORKERS = 0.05, (2, 4, 8)  # s a frame in place of drawing
ROUNDS = 30  # segments of a second that each worker naps through: for eight, a film as long as the canonical dream
COMMAND = [sys.executable, "-m", "dreamscape"]


def job(size: tuple[int, int], seconds: float, length: int | None = None) -> FilmJob:
    """A film of the Shore, some seconds in, at the cheapest tier: expensive drawing would hide the other costs."""
    asked = check_request(size=size, act="shore", start=2, stop=2 + seconds, tier="low")
    return FilmJob(asked, RATE, formats.choose(".mp4", size), length or default_segment_length(RATE))


@contextmanager
def clocked(found: dict[str, float]) -> Iterator[None]:
    """Wall and CPU seconds of a block, of all its threads."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    found["wall"], found["cpu"] = time.perf_counter() - wall, time.process_time() - cpu


def together(size: tuple[int, int], seconds: float) -> dict[str, float]:
    """Drawing alone, encoding alone, and both at once as an export does it."""
    made = job(size, seconds)
    frames = made.request.frame_numbers(RATE)
    alone, packed, both = dict[str, float](), dict[str, float](), dict[str, float]()
    pool = FramePool(size, made.form.pixels)
    drawing = FrameRenderer(made.request, RATE, made.form.pixels, dark_dither=made.form.dark_dither)
    reader = drawing.reader(pool.strides)
    kept = [VideoFrame(*size, made.form.pixels) for _ in range(30)]
    with drawing.renderer.ctx:
        for number in range(frames[0], frames[0] + WARM):
            drawing.draw(number, reader)
            reader.read(kept[0].planes)
        with clocked(alone):
            drawing.draw(frames[WARM], reader)
            for number in frames[WARM + 1 :]:
                drawing.draw(number, reader)
                reader.read(kept[number % len(kept)].planes)
            reader.read(kept[0].planes)
    drawing.close()
    with tempfile.TemporaryDirectory() as folder:
        encoder = Encoder(Path(folder) / "alone", made.form, RATE, pool)
        with clocked(packed):
            for number in frames[WARM:]:
                frame = pool.acquire()
                for plane, source in zip(frame.planes, kept[number % len(kept)].planes, strict=True):
                    plane.update(bytes(source))
                encoder.send(frame)
            encoder.finish()
            encoder.join()
        writer = SegmentWriter(made, lambda request, segment: None)
        path = Path(folder) / "both"
        for _ in writer.write([SegmentRequest(0, frames[:WARM], path)], lambda: False):
            pass
        with clocked(both):
            for _ in writer.write([SegmentRequest(1, frames[WARM:], path)], lambda: False):
                pass
        writer.close()
    ideal = (alone["cpu"] + packed["cpu"]) / 2
    return {
        "drawing cpu": alone["cpu"],
        "encoding cpu": packed["cpu"],
        "together wall": both["wall"],
        "fps": len(frames[WARM:]) / both["wall"],
        "ratio": both["wall"] / ideal,
    }


def piped(size: tuple[int, int], seconds: float) -> float:
    """Frames a second of the usual method."""
    made = job(size, seconds)
    frames = made.request.frame_numbers(RATE)
    renderer = replace(made.request, limited=False).renderer()
    crf, preset = made.form.options["crf"], made.form.options["preset"]
    command = ["ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-r", str(RATE)]
    command += ["-s", "{}x{}".format(*size), "-i", "-", "-c:v", "libx264", "-preset", preset, "-crf", crf]
    with tempfile.TemporaryDirectory() as folder, renderer.ctx:
        command += ["-pix_fmt", "yuv420p", str(Path(folder) / "a.mp4")]
        for number in frames[:WARM]:
            renderer.draw(moment_of_frame(number, RATE))
        renderer.ctx.finish()
        begin = time.perf_counter()
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
            assert process.stdin is not None
            for number in frames[WARM:]:
                graded = renderer.draw(moment_of_frame(number, RATE))
                process.stdin.write(graded.framebuffer.read(components=3))
            process.stdin.close()
            process.wait()
        took = time.perf_counter() - begin
    renderer.ctx.release()
    return len(frames[WARM:]) / took


def whole(made: FilmJob, path: Path) -> tuple[float, int]:
    """Wall seconds and bytes of an export, in this process."""
    begin = time.perf_counter()
    film.export(path, made, {}, lambda: False, lambda outcome: None, overwrite=True)
    return time.perf_counter() - begin, path.stat().st_size


def segmented() -> dict[str, float]:
    """One long encode against segments, each the best of two."""
    size, seconds = (640, 360), 24.0
    with tempfile.TemporaryDirectory() as folder:
        found = {
            name: [whole(job(size, seconds, length), Path(folder) / f"{name}{k}.mp4") for k in range(2)]
            for name, length in (("one", 100_000), ("many", None))
        }
    (one, one_size), (many, many_size) = min(found["one"]), min(found["many"])
    return {"one s": one, "segments s": many, "time": many / one, "size": many_size / one_size}


def memory() -> dict[str, float]:
    """Resident memory over ten minutes of film, MB; of one act, since each needs its own."""
    with tempfile.TemporaryDirectory() as folder:
        dream = Path(folder) / "long.toml"
        dream.write_text('title = "Long"\nseed = 7\n[[act]]\nscene = "shore"\nseconds = 600\n', "utf-8")
        arguments = ["export", str(Path(folder) / "a.mp4"), "--dream", str(dream), "--no-sound"]
        arguments += ["--fps", "15", "--size", "96x54", "--quality", "low"]
        process = subprocess.Popen([*COMMAND, *arguments])
        seen = []
        while process.poll() is None:
            try:
                pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
                seen.append(pages * os.sysconf("SC_PAGESIZE") / 1e6)
            except (OSError, IndexError):
                pass
            time.sleep(0.5)
    early, late = max(seen[len(seen) // 4 : len(seen) // 2]), max(seen[-len(seen) // 4 :])
    return {"second quarter MB": early, "last quarter MB": late, "ratio": late / early}


def jobs() -> dict[str, float]:
    """An export by one process and by two, from the command line."""
    took = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in ("1", "2"):
            arguments = ["export", str(Path(folder) / f"{count}.mp4"), "--act", "shore", "--to", "32", "--no-sound"]
            begin = time.perf_counter()
            subprocess.run(
                [*COMMAND, *arguments, "--size", "1280x720", "--quality", "low", "--jobs", count], check=True
            )
            took[count] = time.perf_counter() - begin
    return {"one s": took["1"], "two s": took["2"], "ratio": took["2"] / took["1"]}


def simulated() -> dict[str, float]:
    """The fraction of the workers' time spent on frames, with frames that only sleep."""
    import distributed

    from dreamscape.export import cluster

    length, size = 30, (64, 36)
    asked = replace(check_request(size=size, stop=length / RATE, tier="low"), limited=False)
    form = formats.choose(".mp4", size, preset="ultrafast")
    made = FilmJob(asked, RATE, form, length)
    with tempfile.TemporaryDirectory() as folder:
        segments: list[FilmedSegment] = []
        writer = SegmentWriter(made, lambda request, segment: segments.append(segment))
        source = Path(folder) / "reel"
        for _ in writer.write([SegmentRequest(0, range(length), source)], lambda: False):
            pass
        writer.close()
        data, known, sign = source.read_bytes(), segments[0].segment, digest(source)

        def nap(film_id: str, job: FilmJob, request: SegmentRequest, code: str, header: bytes) -> cluster.ClusterResult:
            time.sleep(NAP * len(request.frames))
            tick = job.tick(request.frames)
            made = Segment(tick, known.world, len(data), sign, known.delay, {}, "")
            return cluster.ClusterResult(FilmedSegment(made, b""), "nobody", data)

        drawn, cluster.make_segment = cluster.make_segment, nap  # type: ignore[assignment]
        found = {}
        for count in WORKERS:
            with distributed.LocalCluster(
                n_workers=count, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp://"
            ) as machines:
                path = Path(folder) / f"{count}.mp4"
                backend = cluster.dask_cluster(machines.scheduler_address)
                begin = time.perf_counter()
                longer = replace(made, request=replace(asked, stop=ROUNDS * count * length / RATE))
                film.export(path, longer, {}, lambda: False, lambda outcome: None, backend=backend)
                took = time.perf_counter() - begin
                with av.open(str(path)) as check:
                    frames = check.streams.video[0].frames
                found[f"{count} workers"] = frames * NAP / (count * took)
        cluster.make_segment = drawn
    return found


def report(name: str, value: float, bar: float, least: bool = False) -> dict[str, object]:
    return {"what": name, "found": round(value, 3), "bar": bar, "met": value >= bar if least else value <= bar}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON in place of the table")
    parser.add_argument("--only", help="together, segments, memory, jobs or cluster")
    parser.add_argument("--seconds", type=float, default=14.0, help="of film at each size")
    asked = parser.parse_args()
    rows: list[dict[str, object]] = []
    details: dict[str, object] = {"cores": cores.usable()}

    def wanted(name: str) -> bool:
        return asked.only in (None, name)

    if wanted("together"):
        for size in SIZES:
            name = "{}x{}".format(*size)
            made = together(size, asked.seconds)
            rows.append(report(f"{name}: together / half of apart", made["ratio"], BARS["together"]))
            if shutil.which("ffmpeg"):
                made["usual fps"] = piped(size, asked.seconds)
                faster = made["fps"] / made["usual fps"]
                rows.append(report(f"{name}: times the usual way", faster, BARS["faster"], least=True))
            else:
                print(
                    "ffmpeg is not installed: the usual way is not measured (apt-get install ffmpeg)", file=sys.stderr
                )
            details[name] = made
    if wanted("segments"):
        details["segments"] = found = segmented()
        rows += [report(f"segments: {what} against one", found[what], BARS[what]) for what in ("time", "size")]
    if wanted("memory") and Path("/proc/self/statm").exists():
        details["memory"] = found = memory()
        rows.append(report("memory: end / beginning of ten minutes", found["ratio"], BARS["memory"]))
    if wanted("jobs"):
        details["jobs"] = found = jobs()
        rows.append(report("--jobs 2 / --jobs 1", found["ratio"], BARS["jobs"]))
    if wanted("cluster"):
        details["cluster"] = found = simulated()
        rows += [report(f"{name}: efficiency", part, BARS["efficiency"], least=True) for name, part in found.items()]
    if asked.json:
        print(json.dumps({"rows": rows, "details": details}, indent=2))
        return
    for row in rows:
        print(f"{row['what']:44s} {row['found']:8.3f}   bar {row['bar']:5.2f}   {'met' if row['met'] else 'NOT MET'}")
    print(json.dumps(details, default=lambda value: round(value, 3)))


if __name__ == "__main__":
    main()
