"""The command that writes what is heard."""

from pathlib import Path
from typing import Any

import click

from dreamscape.commands.common import OUTPUT, check_inputs, known


@click.command()
@OUTPUT
@known("dream", "seed", "from", "to", "act", "loudness", "overwrite")
def sound(output: Path, overwrite: bool, loudness: float, **asked: Any) -> None:
    """Write what is heard in a dream, or in a part of it: OUT.wav, OUT.flac (24 bit) or OUT.opus."""
    from dreamscape import options, provenance
    from dreamscape.outputs import place
    from dreamscape.outputs import sound as sounds
    from dreamscape.outputs.soundtrack import LOUDNESSES
    from dreamscape.progress import percent
    from dreamscape.take import take as check

    place.check(output, sounds.SUFFIXES, overwrite)
    check_inputs([output])
    options.within(loudness, *LOUDNESSES, "--loudness", "LUFS")
    start, stop, act = asked["start"], asked["stop"], asked["act"]
    take = check(asked["dream"], asked["seed"], start=start, stop=stop, act=act, names=("--from", "--to"))
    known = {"--dream": Path(take.dream.name).name, "--seed": take.seed, "--act": act, "--from": start, "--to": stop}
    words = [str(part) for pair in known.items() if pair[1] is not None for part in pair]
    metadata = provenance.tags(take, ["sound", output.name, *words, "--loudness", f"{loudness:g}"])
    with percent(output.name) as tell:
        sounds.save(output, take, loudness, metadata, tell, overwrite)
