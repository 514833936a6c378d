"""Many seeds in one command: a film or a still of each, one after another, even if some fail."""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dreamscape.commands.common import complain
from dreamscape.commands.parameters import ExportParameters, StillParameters
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.system.standard_streams import say
from dreamscape.text import command

if TYPE_CHECKING:
    from dreamscape.dream.dream_file import Dream
    from dreamscape.export.film import Outcome

SEED_FIELD = "%seed"  # in the name of OUT
MAX_FAILURE_CODE = 127  # exit code; higher ones mean an interruption
MAX_SEEDS = 10_000  # seeds in one command
_ALL = "dreamscape.seeds"  # key of the total progress in a command's context
SEEDS = click.option("--seeds", metavar="A-B,C", help="Of these seeds: 1-1000 or 1,5,9-12.")  # for one output
_SPAN = re.compile(r"(\d{1,19})(?:-(\d{1,19}))?")


def parse_seeds(text: str) -> list[int]:
    """Parse seed numbers such as `1-50` or `1,5,9-12`; returns each once, in the given order.

    Raises:
        InputError: it is no such list, or too long.
    """
    from dreamscape import options

    expected = f"expected numbers and spans of them, like 1-50 or 1,5,9-12, {MAX_SEEDS} at most"
    seeds: dict[int, None] = {}
    for part in text.split(","):
        match = _SPAN.fullmatch(part.strip())
        if not match:
            raise InputError(f"--seeds {part[:40]}: no such list, {expected}")
        first = options.seed_number(match[1], "--seeds")
        last = options.seed_number(match[2] or match[1], "--seeds")
        if last < first or last - first >= MAX_SEEDS - len(seeds):
            raise InputError(
                f"--seeds {part[:40]}: {'ends before it begins' if last < first else 'too many'}, {expected}"
            )
        seeds |= dict.fromkeys(range(first, last + 1))
    return list(seeds)


def seeds_of(dream: "Dream", seed: str | None, seeds: str | None) -> list[int]:
    """The seed numbers that `--seed` or `--seeds` names, or else the dream's own.

    Raises:
        InputError: both are given, or one is no such number or list.
    """
    from dreamscape import options

    if seed is not None and seeds is not None:
        raise InputError("--seeds and --seed: expected one of them")
    if seeds is not None:
        return parse_seeds(seeds)
    return [options.seed_number(dream.file.seed if seed is None else seed, "--seed")]


def check_place(output: Path, seeds: str | None) -> None:
    """Raise InputError unless OUT has a field for the seed exactly if `--seeds` is given."""
    places = output.name.count(SEED_FIELD)
    if seeds is None and places:
        raise InputError(f"{output}: has a place for the seed, expected --seeds, like --seeds 1-50")
    if seeds is not None and places != 1:
        example = f"{output.stem[:64]}.{SEED_FIELD}{output.suffix}"
        raise InputError(f"{output}: expected one place for the seed in the name, like {example}")


def for_each_seed(run: Callable[[Path, str], int], output: Path, parameters: ExportParameters | StillParameters) -> int:
    """Run a command for each of its `seeds` in turn; returns the exit code, 1 if one of them failed.

    Args:
        run: the command, given the output and the seed number; returns its exit code.
        output: the name of all outputs, with a field for the seed.
        parameters: of the command.

    Raises:
        InputError: the parameters do not go together; nothing was done.
    """
    film = parameters if isinstance(parameters, ExportParameters) else None
    seeds = parse_seeds(parameters.seeds or "")
    if parameters.seed is not None:
        raise InputError("--seeds and --seed: expected one of them")
    if film and film.replay is not None:
        raise InputError("--seeds and --replay: expected one of them")
    paths = {seed: output.with_name(output.name.replace(SEED_FIELD, str(seed))) for seed in seeds}
    if not (parameters.overwrite or (film and (film.resume or film.dry_run))):
        _refuse_existing(paths.values())
    if film and film.dry_run:
        words = f"films     {len(seeds)}, each about like the first:"
        say(json.dumps({"films": len(seeds)}) if film.as_json else words)
        del seeds[1:]
    with _counting(output.name, film, len(seeds)) as total:
        return _run_all(run, {seed: paths[seed] for seed in seeds}, total, resumable=film is not None)


def _refuse_existing(paths: Iterable[Path]) -> None:
    """Raise InputError if one of the outputs exists."""
    for path in paths:
        if os.path.exists(path):  # also for an impossible name
            raise InputError(f"{path}: exists already; choose another name or give --overwrite")


def _run_all(
    run: Callable[[Path, str], int], paths: Mapping[int, Path], total: "_TotalProgress", resumable: bool
) -> int:
    """Run a command for each seed; returns the exit code."""
    failed: list[int] = []
    for number, (seed, path) in enumerate(paths.items()):
        total.begin(number)
        try:
            code = run(path, str(seed))
        except DreamscapeError as error:
            if not number and isinstance(error, InputError):  # it would fail for all seeds
                raise
            code = complain(str(error), error.exit_code)
        except KeyboardInterrupt:
            return _interrupted(f"interrupted; {number - len(failed)} of {len(paths)} are there", resumable)
        if code > MAX_FAILURE_CODE:
            return code
        if code:
            failed.append(seed)
    if failed:
        named = ", ".join(map(str, failed[:20])) + (" and more" if len(failed) > 20 else "")
        return complain(f"{len(failed)} of {len(paths)} failed: seed {named}", DreamscapeError.exit_code)
    return 0


def _interrupted(sentence: str, resumable: bool) -> int:
    """Say how far it came, and how to go on if that is possible; returns the exit code."""
    from dreamscape.system import interrupts

    if resumable:
        return complain(f"{sentence}; go on with:", interrupts.exit_code(), f" {resume_command()}")
    return complain(sentence, interrupts.exit_code())


def resume_command() -> str:
    """The command line that resumes this one."""
    given = click.get_current_context().find_root().obj
    return command(["dreamscape", *given, *(["--resume"] if "--resume" not in given else [])])


class _TotalProgress:
    """The total progress of the films of many seeds.

    Args:
        count: number of films.
        tell: called with the total progress.
    """

    def __init__(self, count: int, tell: "Callable[[Outcome], None]") -> None:
        self._count, self._tell = count, tell
        self._number = self._size = self._last = 0

    def begin(self, number: int) -> None:
        """Begin another film."""
        self._number, self._size, self._last = number, self._size + self._last, 0

    def note(self, outcome: "Outcome") -> None:
        """Report the state of the current film as part of the total."""
        self._last = outcome.size
        written, asked = self._number * outcome.total + outcome.written, self._count * outcome.total
        joined = outcome.joined if outcome.joined < 1.0 or self._number == self._count - 1 else 0.0
        self._tell(replace(outcome, written=written, total=asked, size=self._size + outcome.size, joined=joined))


@contextmanager
def _counting(name: str, film: ExportParameters | None, count: int) -> Iterator[_TotalProgress]:
    """Show one progress bar for all films, to which `watched` reports; none for pictures."""
    from dreamscape.commands.progress import progress

    shown = progress(name, film.as_json) if film else nullcontext(lambda outcome: None)
    meta = click.get_current_context().meta
    with shown as tell:
        meta[_ALL] = _TotalProgress(count, tell)
        try:
            yield meta[_ALL]
        finally:
            del meta[_ALL]


@contextmanager
def watched(name: str, as_json: bool) -> "Iterator[Callable[[Outcome], None]]":
    """A function that reports the progress of a film, alone or as one of many seeds."""
    from dreamscape.commands.progress import progress

    total = click.get_current_context().meta.get(_ALL)
    if total is not None:
        yield total.note
        return
    with progress(name, as_json) as tell:
        yield tell
