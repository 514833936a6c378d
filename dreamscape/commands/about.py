"""Commands that say what there is, and what this machine can do with it."""

import sys
from pathlib import Path

import click

from dreamscape import outlets
from dreamscape.commands.common import known
from dreamscape.outlets import say
from dreamscape.text import printable, short


@click.command()
@click.argument("output", metavar="FILE", type=click.Path(path_type=Path))
@known("overwrite")
def new(output: Path, overwrite: bool) -> None:
    """Write a dream of your own to start from: FILE.toml, every key explained."""
    from dreamscape import resources
    from dreamscape.outputs import place

    place.check(output, (".toml",), overwrite)
    place.write(output, resources.asset("new-dream.toml").read_bytes(), overwrite)


@click.command()
def dreams() -> None:
    """List the dreams that ship with the program."""
    from dreamscape import seed

    for name in seed.names():
        dream = seed.load(name).seed
        say(f"{name:12s} {dream.seconds:6g} s  {len(dream.act)} act{'s' * (len(dream.act) > 1)}  {dream.about}")


@click.command()
@click.option("--parameters", is_flag=True, help="With the parameters of each, their bounds, units and defaults.")
def layers(parameters: bool) -> None:
    """List the layers, and the scenes that are made of them."""
    from dreamscape import catalogue
    from dreamscape.parameters import declared

    for title, found in (("layers", catalogue.layers()), ("scenes", catalogue.scenes())):
        say(f"{title}:")
        for name, item in found.items():
            about = (item.__doc__ or "").strip().partition("\n")[0]
            say(f"  {name:12s} {about}".rstrip())
            for key, p in declared(item).items() if parameters else ():
                say(f"    {key} = {p.default:g} [{p.low:g} to {p.high:g}] {p.unit}: {p.about}")


@click.command()
@known("dream", "size")
@click.option(
    "--quality", "tiers", metavar="Q", multiple=True, help="A tier; may be given again.  [default: low, medium]"
)
@click.option(
    "--moments", metavar="N", type=click.IntRange(1, 100), default=4, show_default=True, help="Of each act, drawn."
)
@click.option(
    "--frames", metavar="N", type=click.IntRange(1, 1000), default=6, show_default=True, help="Timed at each moment."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of tables.")
def bench(dream: str, size: str, tiers: tuple[str, ...], moments: int, frames: int, as_json: bool) -> None:
    """Time a dream on this machine: each act by layer, and each shift.

    Sapphire takes about two minutes on two cores without a GPU.
    """
    import json

    from dreamscape import cores, costs, options
    from dreamscape.bench import Bench

    made = Bench(dream, options.size(size), tiers or ("low", "medium"), moments, frames)
    for scene in made.run():
        outlets.tell(sys.stderr, f"{printable(scene)} ...\n")
    made.release()
    about = {"renderer": made.renderer, "cores": cores.usable(), "dream": dream, "size": size}
    if as_json:
        lines = json.dumps({**about, **costs.numbers(made.tiers)}, indent=2).splitlines()
    else:
        head = f"{short(dream)} at {size}, {made.renderer}, {cores.usable()} cores"
        lines = [head, "", *costs.tables(made.tiers).splitlines()]
    for line in lines:
        say(line)


@click.command()
def doctor() -> int:
    """Say what was found on this machine, and what to do about what is missing."""
    from dreamscape.doctor import report

    return report()
