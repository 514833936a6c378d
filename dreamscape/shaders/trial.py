"""A trial before a shader from elsewhere is drawn: in a process of its own, a tiny picture, within a time.

A shader may loop for ever, or make a driver's compiler fail. What was tried once is remembered by its digest.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dreamscape import __version__
from dreamscape.clock import TICKS_PER_SECOND, now_ns
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.shaders.model import Model
from dreamscape.system import child_processes

LIMIT = 40.0  # s that a trial may take: some compilers take that long for what can be drawn well
MEMORY = 4 << 30  # bytes that the process may need for a shader, where that can be limited
TILE = 64, 36  # px
TICKS = 3
SLOWEST = 30.0  # s that a picture of 1280x720 may take, from what the tile takes


def check(model: Model) -> None:
    """Try a model, unless that went well before.

    Raises:
        InputError: it cannot be drawn; says why in one sentence.
    """
    mark = _home() / f"{model.digest}-{__version__}"
    if mark.is_file():
        return
    told = run(model.path)
    if "error" in told:
        raise InputError(str(told["error"]))
    with suppress(OSError):
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()


def run(path: Path, limit: float = LIMIT) -> dict[str, object]:
    """Try a file; `error` says in a sentence why it cannot be drawn, or `seconds` what the tile takes."""
    command = child_processes.python_command("dreamscape.shaders.trial", str(path))
    try:
        ran = subprocess.run(command, capture_output=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return {"error": f"{path.name}: a picture of {TILE[0]}x{TILE[1]} takes more than {limit:g} s; does it loop?"}
    try:
        told = json.loads(ran.stdout.decode("utf-8", "replace").splitlines()[-1])
        assert isinstance(told, dict)
    except (IndexError, ValueError, AssertionError):
        return {"error": f"{path.name}: makes the graphics driver fail (exit code {ran.returncode})"}
    return told


def measured(model: Model, begun: Callable[[], None]) -> float:
    """The seconds that a tile of a model takes on a context of this process, once that has `begun`.

    Raises:
        DreamscapeError: it cannot be drawn.
    """
    from dreamscape.render import context
    from dreamscape.render.targets import Target
    from dreamscape.shaders.chain import Chain, Step
    from dreamscape.shaders.input_parameters import defaults

    with context.offscreen() as ctx:
        begun()
        chain, picture, values, took = Chain(ctx, model), Target(ctx, TILE), defaults(model), list[int]()
        for tick in range(TICKS):
            begin = now_ns()
            step = Step(tick, tick / TICKS_PER_SECOND)
            chain.advance(step, values, {}, TILE)
            picture.begin(clear=(0.0, 0.0, 0.0, 0.0))
            chain.show(step, values, {}, TILE)
            ctx.finish()
            took.append(now_ns() - begin)
        return min(took[1:]) * 1e-9  # drivers go on compiling in the first


def _home() -> Path:
    import platformdirs  # for shaders from elsewhere alone, as below: most dreams have none

    return platformdirs.user_cache_path("dreamscape", appauthor=False) / "shaders"


def _limit_memory() -> None:
    """Let this process need no more than MEMORY from now on: drivers take many addresses as they begin."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        import psutil

        most = psutil.Process().memory_info().vms + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _main() -> None:
    """Try the file that the command line names, and say in a line of JSON how it went."""
    from dreamscape.shaders import reading

    path = Path(sys.argv[1])
    try:
        seconds = measured(reading.load(path), _limit_memory)
        whole = seconds * 1280 * 720 / (TILE[0] * TILE[1])
        told: dict[str, object] = {"seconds": seconds}
        if whole > SLOWEST:
            told = {"error": f"{path.name}: a picture of 1280x720 would take {whole:.0f} s; does it loop for ever?"}
    except (DreamscapeError, MemoryError) as error:
        told = {"error": str(error) or f"{path.name}: needs too much memory"}
    sys.stdout.write(f"{json.dumps(told)}\n")


if __name__ == "__main__":
    _main()
