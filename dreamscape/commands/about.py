"""Commands that say what there is, and what this machine can do with it."""

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from dreamscape.commands.common import known
from dreamscape.system import standard_streams
from dreamscape.system.standard_streams import say
from dreamscape.text import printable, short


@click.command()
@click.argument("output", metavar="FILE", type=click.Path(path_type=Path))
@known("overwrite")
def new(output: Path, overwrite: bool) -> None:
    """Write a dream of your own to start from: FILE.toml, every key explained."""
    from dreamscape import resources
    from dreamscape.files import placing

    placing.check(output, (".toml",), overwrite)
    placing.write(output, resources.asset("new-dream.toml").read_bytes(), overwrite)


@click.command()
def dreams() -> None:
    """List the dreams that ship with the program."""
    from dreamscape.dream import dream_file

    for name in dream_file.names():
        dream = dream_file.load(name).file
        say(f"{name:12s} {dream.seconds:6g} s  {len(dream.act)} act{'s' * (len(dream.act) > 1)}  {dream.about}")


@click.command()
@click.option("--parameters", is_flag=True, help="With the parameters of each, their bounds, units and defaults.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of tables, with the parameters.")
def layers(parameters: bool, as_json: bool) -> None:
    """List the layers, and the scenes that are made of them."""
    import json

    from dreamscape import catalogue
    from dreamscape.parameters import declared

    owners: dict[str, Mapping[str, type]] = {"layers": catalogue.layers(), "scenes": catalogue.scenes()}
    if as_json:
        described = {
            title: {name: _described(item) for name, item in classes.items()} for title, classes in owners.items()
        }
        for line in json.dumps(described, indent=2).splitlines():
            say(line)
        return
    width = max(len(name) for classes in owners.values() for name in classes)
    for title, classes in owners.items():
        say(f"{title}:")
        for name, item in classes.items():
            say(f"  {name:{width}s} {_about(item)}".rstrip())
            for key, p in declared(item).items() if parameters else ():
                say(f"    {key} = {p.written()} [{p.bounds()}]{p.unit and ' '}{p.unit}: {p.about}")


def _about(item: type) -> str:
    return (item.__doc__ or "").strip().partition("\n")[0]


def _described(item: type) -> dict[str, object]:
    """A layer or scene as JSON has it, with its parameters by name."""
    from dreamscape.parameters import declared

    return {"about": _about(item), "parameters": {name: p.described() for name, p in declared(item).items()}}


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

    from dreamscape import options
    from dreamscape.commands import costs
    from dreamscape.commands.bench import Bench
    from dreamscape.system import cores

    made = Bench(dream, options.size(size), tiers or ("low", "medium"), moments, frames)
    for scene in made.run():
        standard_streams.tell(sys.stderr, f"{printable(scene)} ...\n")
    made.release()
    about = {"renderer": made.device_name, "cores": cores.usable(), "dream": dream, "size": size}
    if as_json:
        lines = json.dumps({**about, **costs.numbers(made.tiers)}, indent=2).splitlines()
    else:
        head = f"{short(dream)} at {size}, {made.device_name}, {cores.usable()} cores"
        lines = [head, "", *costs.tables(made.tiers).splitlines()]
    for line in lines:
        say(line)


@click.command()
def doctor() -> int:
    """Say what was found on this machine, and what to do about what is missing."""
    from dreamscape.commands.doctor import report

    return report()
