"""The command that writes the sound of a dream."""

from pathlib import Path
from typing import Any

import click

from dreamscape.commands.common import OUTPUT, check_inputs, known


@click.command()
@OUTPUT
@known("dream-or-scene", "scene", "set", "seed", "from", "to", "act", "loudness", "overwrite", "traceback")
def sound(output: Path, overwrite: bool, loudness: float, **asked: Any) -> None:
    """Write what is heard in a dream, or in a part of it: OUT.wav, OUT.flac (24 bit) or OUT.opus."""
    from dreamscape import options
    from dreamscape.commands.progress import percent
    from dreamscape.engine import dream_source, provenance
    from dreamscape.engine.request import check_request as check
    from dreamscape.export import sound_file as sounds
    from dreamscape.export.container.soundtrack import LOUDNESS_RANGE
    from dreamscape.files import placing

    placing.check(output, sounds.SUFFIXES, overwrite)
    check_inputs([output])
    options.within(loudness, *LOUDNESS_RANGE, "--loudness", "LUFS")
    start, stop, act = asked["start"], asked["stop"], asked["act"]
    request = check(
        asked["dream"],
        asked["seed"],
        start=start,
        stop=stop,
        act=act,
        names=("--from", "--to"),
        scene=asked["scene"],
        settings=asked["settings"],
    )
    known = {
        "--seed": request.seed,
        "--act": act,
        "--from": start,
        "--to": stop,
    }
    words = [str(part) for pair in known.items() if pair[1] is not None for part in pair]
    dream = dream_source.option_words(request.dream, Path(request.dream.name).name)
    metadata = provenance.tags(request, ["sound", output.name, *dream, *words, "--loudness", f"{loudness:g}"])
    with percent(output.name) as tell:
        sounds.save(output, request, loudness, metadata, tell, overwrite)
