"""The command that writes the sound of a dream."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dreamscape.commands.caption_faces import check_voice
from dreamscape.commands.common import OUTPUT, check_inputs, complain, is_default, known, tell_memories
from dreamscape.commands.parameters import DreamParameters

if TYPE_CHECKING:
    from dreamscape.engine.request import RenderRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundParameters(DreamParameters):
    """The parameters of `sound`."""

    start: str | None
    stop: str | None
    loudness: float
    describe: bool
    overwrite: bool


@click.command()
@OUTPUT
@known("dream-or-scene", "scene", "set", "memories", "seed", "from", "to", "act")
@known("describe", "loudness", "overwrite", "traceback")
def sound(output: Path, **given: Any) -> None:
    """Write what is heard in a dream, or in a part of it: OUT.wav, OUT.flac (24 bit) or OUT.opus."""
    from dreamscape import options
    from dreamscape.audio.programme import usual_loudness
    from dreamscape.commands.progress import percent
    from dreamscape.engine import provenance
    from dreamscape.engine.request import check_request as check
    from dreamscape.export import sound_file as sounds
    from dreamscape.export.container.soundtrack import LOUDNESS_RANGE
    from dreamscape.files import placing

    parameters = SoundParameters(**given)
    placing.check(output, sounds.SUFFIXES, parameters.overwrite)
    check_inputs([output])
    options.within(parameters.loudness, *LOUDNESS_RANGE, "--loudness", "LUFS")
    request = check(
        parameters.dream,
        parameters.seed,
        start=parameters.start,
        stop=parameters.stop,
        act=parameters.act,
        names=("--from", "--to"),
        scene=parameters.scene,
        settings=parameters.settings,
        described=parameters.describe,
        memories=parameters.memories,
    )
    tell_memories(request)
    if unsaid := check_voice(request):
        complain(unsaid, 0)
    if is_default("loudness"):
        parameters = replace(parameters, loudness=usual_loudness(request.dream.file))
    metadata = provenance.tags(request, ["sound", output.name, *_words(parameters, request)])
    with percent(output.name) as tell:
        sounds.save(output, request, parameters.loudness, metadata, tell, parameters.overwrite)


def _words(parameters: SoundParameters, request: "RenderRequest") -> list[str]:
    """The options that make the same sound again."""
    from dreamscape.engine import dream_source

    values = {"--seed": request.seed, "--act": parameters.act, "--from": parameters.start, "--to": parameters.stop}
    words = [str(word) for pair in values.items() if pair[1] is not None for word in pair]
    dream = dream_source.option_words(request.dream, Path(request.dream.name).name)
    return [*dream, *words, "--loudness", f"{parameters.loudness:g}"]
