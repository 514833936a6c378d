"""The command that lists what seeds have become."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dreamscape.commands.common import check_inputs, known
from dreamscape.commands.seed_batch import SEEDS, seeds_of
from dreamscape.system.standard_streams import say

if TYPE_CHECKING:
    from dreamscape.dream.dream_file import Dream
    from dreamscape.engine.features import ActFeatures, Rarity, SeedFeatures
    from dreamscape.world.feature import Feature

FORMAT = 1  # of the JSON: keys may be added, none changes its meaning


@click.command()
@click.option("-o", "--output", metavar="FILE.json", type=click.Path(path_type=Path), help="Write it to this file.")
@known("dream-or-scene", "scene", "set", "seed")
@SEEDS
@known("act", "overwrite", "traceback")
def features(
    output: Path | None,
    dream: str | None,
    scene: str | None,
    settings: tuple[str, ...],
    seed: str | None,
    seeds: str | None,
    act: str | None,
    overwrite: bool,
) -> None:
    """List what a seed has become in each act of a dream, as JSON: land, weather, key, door, people, light.

    With --seeds those of many, how large a share of them has each choice, and how rare each seed is, in bits. Nothing
    is drawn.
    """
    from dreamscape.commands.progress import percent
    from dreamscape.engine import dream_source
    from dreamscape.engine.features import features_of
    from dreamscape.files import placing

    if output is not None:
        placing.check(output, (".json",), overwrite)
        check_inputs([output])
    loaded = dream_source.load(dream, scene, settings)
    numbers = seeds_of(loaded, seed, seeds)
    found = list["SeedFeatures"]()
    with percent("features") as tell:
        for number in numbers:
            found.append(features_of(loaded, number, act))
            tell(len(found) / len(numbers))
    lines = list(_lines(loaded, found, shared=seeds is not None))
    if output is not None:
        placing.write(output, ("\n".join(lines) + "\n").encode(), overwrite)
        return
    for line in lines:
        say(line)


def _lines(dream: "Dream", seeds: "Sequence[SeedFeatures]", shared: bool) -> Iterator[str]:
    """The JSON: what acts and features there are, and then each seed on a line of its own."""
    from dreamscape import __version__
    from dreamscape.engine.features import Rarity, described

    rarity = Rarity(seeds) if shared else None
    head = {
        "format": FORMAT,
        "program": __version__,
        "dream": Path(dream.name).name,
        "title": dream.file.title,
        "acts": {name: _act(name, act, rarity) for name, act in described(seeds).items()},
    }
    *lines, last, _ = json.dumps(head, indent=2).splitlines()
    yield from (*lines, f"{last},", '  "seeds": [')
    for number, seed in enumerate(seeds, start=1):
        yield f"    {json.dumps(_seed(seed, rarity))}{',' if number < len(seeds) else ''}"
    yield "  ]"
    yield "}"


def _act(name: str, act: "ActFeatures", rarity: "Rarity | None") -> dict[str, Any]:
    """What there is in an act."""
    told = {one.name: _feature(one) for one in act.features}
    for (owner, feature), shares in rarity.shares.items() if rarity else ():
        if owner == name:
            told[feature]["shares"] = {_word(value): round(share, 6) for value, share in shares.items()}
    return {"scene": act.scene, "palette": dict(act.palette), "features": told}


def _feature(one: "Feature") -> dict[str, Any]:
    """What a feature is."""
    described: dict[str, Any] = {"kind": one.kind, "about": one.about}
    return described | ({"options": one.options} if one.options else {}) | ({"unit": one.unit} if one.unit else {})


def _seed(seed: "SeedFeatures", rarity: "Rarity | None") -> dict[str, Any]:
    """What a seed has become."""
    values = {name: {one.name: one.value for one in act.features} for name, act in seed.acts.items()}
    described: dict[str, Any] = {"seed": seed.seed, "hue": seed.hue}
    if seed.order:
        described["order"] = seed.order
    if rarity:
        described["bits"] = round(rarity.bits(seed), 3)
    return described | {"acts": values}


def _word(value: object) -> str:
    """A value as the name of its share."""
    return value if isinstance(value, str) else json.dumps(value)
