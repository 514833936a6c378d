"""The command that lays out seeds side by side."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dreamscape.commands.common import OUTPUT, check_inputs, complain, known
from dreamscape.commands.seed_batch import parse_seeds, resume_command

if TYPE_CHECKING:
    from dreamscape.dream.dream_file import Dream
    from dreamscape.engine.features import Rarity, SeedFeatures
    from dreamscape.engine.request import RenderRequest
    from dreamscape.export.seed_sheet import Caption
    from dreamscape.export.sheet_cells import CellStore, Place

MARKED = 20  # one of so many seeds is marked as rare
TOLD = 4  # of its choices, at most, that are written below a picture
MOST_JOBS = 8  # by itself
SETTLED, TELLING = 10.0, 4  # s and pictures after the first until it can be said how long all take


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetParameters:
    """The parameters of `sheet`."""

    dream: str | None
    scene: str | None
    settings: tuple[str, ...]
    seeds: str
    act: str | None
    at: str | None
    size: str
    quality: str
    columns: int
    by: str
    rarest: int | None
    jobs: int | None
    resume: bool
    overwrite: bool


@click.command()
@OUTPUT
@known("dream-or-scene", "scene", "set")
@click.option("--seeds", metavar="A-B,C", default="1-100", show_default=True, help="These: 1-1000 or 1,5,9-12.")
@click.option("--act", metavar="NAME", help="The act that is drawn, and whose features count.  [default: the first]")
@click.option("--at", metavar="T", help="The time in the act: 12.5 or 0:12.  [default: a third of it]")
@click.option("--size", metavar="WxH", default="192x108", show_default=True, help="Of each picture, in pixels.")
@click.option("--quality", metavar="Q", default="low", show_default=True, help="low, medium, high or ultra.")
@click.option("--columns", metavar="N", type=click.IntRange(0, 1000), default=0, help="Pictures side by side.")
@click.option(
    "--by", type=click.Choice(("seed", "rarity")), default="seed", show_default=True, help="The order of the pictures."
)
@click.option("--rarest", metavar="N", type=click.IntRange(1), help="Draw only the N rarest of the seeds, in order.")
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1, 256),
    help="Processes that draw.  [default: as many as cores, up to 8]",
)
@known("resume", "overwrite", "traceback")
def sheet(output: Path, **given: object) -> int:
    """Lay out many seeds side by side: OUT.png, a small picture of each, how rare it is, and its rarest choices.

    What takes long is what leads up to the picture: half a second of one core for each seed in some acts, three in
    others. How long it takes is said once a few are done. What is interrupted goes on with --resume.
    """
    parameters = SheetParameters(**given)  # type: ignore[arg-type]
    from dreamscape.export.container import png
    from dreamscape.files import placing

    placing.check(output, png.SUFFIXES, parameters.overwrite)
    check_inputs([output])
    chosen = _chosen(parameters)
    return _made(output, parameters, chosen)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is to be drawn: the request but for seed and time, the seeds in the sheet's order, and all that compare."""

    request: "RenderRequest"
    seeds: "Sequence[SeedFeatures]"
    compared: int
    rarity: "Rarity"
    act: str
    places: "Sequence[Place]"


def _chosen(parameters: SheetParameters) -> _Chosen:
    """Check the parameters, and choose the seeds."""
    from dreamscape import options
    from dreamscape.commands.progress import percent
    from dreamscape.engine import dream_source
    from dreamscape.engine.features import Rarity, features_of

    numbers = parse_seeds(parameters.seeds)
    loaded = dream_source.load(parameters.dream, parameters.scene, parameters.settings)
    act = parameters.act or loaded.file.act[0].scene
    size = options.size(parameters.size)
    request = _request(loaded, numbers[0], act, parameters, size)
    found = list["SeedFeatures"]()
    with percent("features") as tell:
        for number in numbers:
            found.append(features_of(loaded, number, act))
            tell(len(found) / len(numbers))
    rarity = Rarity(found)
    seeds: Sequence[SeedFeatures] = found
    if parameters.by == "rarity" or parameters.rarest is not None:
        seeds = rarity.rarest()[: parameters.rarest]
    same = not loaded.file.endless  # else each seed has an order of its own
    starts = [request.start if same else _request(loaded, one.seed, act, parameters, size).start for one in seeds]
    places = [(one.seed, start) for one, start in zip(seeds, starts, strict=True)]
    return _Chosen(request, seeds, len(found), rarity, act, places)


def _request(
    dream: "Dream", seed: int, act: str, parameters: SheetParameters, size: tuple[int, int]
) -> "RenderRequest":
    """The request for one seed."""
    from dreamscape.engine.request import check_request

    at: str | Fraction | None = parameters.at
    names = "--at", "--to"
    if at is None:
        whole = check_request(dream, seed, size, act=act, tier=parameters.quality, names=names)
        at = (whole.stop - whole.start) / 3
    return check_request(dream, seed, size, at, None, act, parameters.quality, names, captions=False)


def _made(output: Path, parameters: SheetParameters, chosen: _Chosen) -> int:
    """Draw what is missing, and lay it out; returns the exit code."""
    from dreamscape.engine import provenance
    from dreamscape.export.container import png
    from dreamscape.export.seed_sheet import SheetLayout
    from dreamscape.export.sheet_cells import CellStore
    from dreamscape.system import interrupts

    request = chosen.request
    layout = SheetLayout(len(chosen.seeds), request.size, parameters.columns)
    arguments = click.get_current_context().find_root().obj
    facts = provenance.facts(
        request, ["--act", chosen.act, "--at", str(parameters.at), "--quality", parameters.quality]
    )
    facts["settings"] = " ".join(parameters.settings)
    width, height = request.size
    identity = "; ".join(f"{name} {value}" for name, value in facts.items())
    store = CellStore(output, f"{width}x{height}; {identity}", (height, width, 3))
    store.begin(parameters.resume, parameters.overwrite)
    try:
        _draw(store, chosen, parameters, output.name)
    except KeyboardInterrupt:
        there = sum(one.seed in store for one in chosen.seeds)
        said = f"interrupted; {there} of {len(chosen.seeds)} pictures are there; go on with:"
        return complain(said, interrupts.exit_code(), f" {resume_command()}")
    page = layout.drawn(_title(chosen, parameters), ((store[one.seed], caption) for one, caption in _captions(chosen)))
    png.save(output, page, provenance.notes(request, arguments), parameters.overwrite)
    store.remove()
    return complain(f"{output}: drawn, {len(chosen.seeds)} seeds, {page.shape[1]}x{page.shape[0]} px", 0)


def _draw(store: "CellStore", chosen: _Chosen, parameters: SheetParameters, name: str) -> None:
    """Draw the pictures that are not there yet."""
    from dreamscape.export.sheet_cells import draw_cells
    from dreamscape.system import cores

    missing = [place for place in chosen.places if place[0] not in store]
    jobs = min(parameters.jobs or min(cores.usable(), MOST_JOBS), max(len(missing), 1))
    with _progress(name, len(chosen.places) - len(missing), len(chosen.places)) as tell:
        for seed, picture in draw_cells(chosen.request, missing, jobs):
            store.add(seed, picture)
            tell()


@contextmanager
def _progress(name: str, before: int, total: int) -> Iterator[Callable[[], None]]:
    """A function that reports another picture; where no bar can be shown, it says once how long all take."""
    from dreamscape.clock import now_ns
    from dreamscape.commands.progress import clock_face, percent

    begin, done, said = 0, 0, sys.stderr.isatty()

    with percent(name) as tell:

        def another() -> None:
            nonlocal begin, done, said
            begin = begin or now_ns()  # the first, before which processes begin and shaders compile, tells nothing
            done += 1
            seconds = (now_ns() - begin) / 1e9
            if not said and seconds > SETTLED and done > TELLING:
                said = True
                left = clock_face((total - before - done) * seconds / (done - 1))
                complain(f"{name}: {before + done} of {total} pictures, about {left} to go", 0)
            tell((before + done) / total)

        yield another


def _title(chosen: _Chosen, parameters: SheetParameters) -> str:
    """What the sheet shows."""
    file = chosen.request.dream.file
    ordered = parameters.by == "rarity" or parameters.rarest is not None
    seeds = f"seeds {parameters.seeds}" if parameters.rarest is None else f"of seeds {parameters.seeds}"
    alike = [] if chosen.rarity.varies else ["alike in all that counts"]
    words = [file.title, chosen.act, seeds, *alike, *(["the rarest first"] if ordered and not alike else [])]
    return " · ".join(words)


def _captions(chosen: _Chosen) -> "Iterator[tuple[SeedFeatures, Caption]]":
    """The caption of each seed: its number, how rare it is, and what makes it so."""
    from dreamscape.export.seed_sheet import Caption

    rank = {one.seed: number for number, one in enumerate(chosen.rarity.rarest(), start=1)}
    for one in chosen.seeds:
        if not chosen.rarity.varies:
            yield one, Caption(str(one.seed), "", (), marked=False)
            continue
        place, bits = rank[one.seed], f"{chosen.rarity.bits(one):.1f} bits"
        marked = place * MARKED <= chosen.compared
        words = tuple(_word(name, value) for _, name, value in chosen.rarity.rarest_choices(one)[:TOLD])
        yield one, Caption(str(one.seed), f"no. {place}, {bits}" if marked else bits, words, marked)


def _word(name: str, value: object) -> str:
    """A choice in a caption: the word alone, or a count with its name."""
    return str(value).replace("_", " ") if isinstance(value, str) else f"{value} {name.replace('_', ' ')}"
