"""The options of an export: the film they ask for, its format and sound, and the arguments that reproduce it."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from dreamscape.commands.common import is_default, render_request
from dreamscape.commands.parameters import ExportParameters
from dreamscape.commands.replay_options import replay_request
from dreamscape.errors import InputError
from dreamscape.text import short

if TYPE_CHECKING:
    from dreamscape.engine.request import RenderRequest
    from dreamscape.export.backends import Backend
    from dreamscape.export.encoding.formats import Format
    from dreamscape.export.segments.segment_writer import FilmJob

MAX_SUPERSAMPLE = 2


def film_job(output: Path, parameters: ExportParameters) -> "tuple[FilmJob, list[str]]":
    """The film that an export is to make, and the arguments that reproduce it."""
    from dreamscape import options
    from dreamscape.export import image_sequence
    from dreamscape.export.segments.segment_writer import FilmJob, default_segment_length
    from dreamscape.render.planes import LAYOUTS

    request, arguments = _film_request(parameters)
    rate = options.rate(parameters.fps)
    form = film_format(output, request.size, rate, parameters)
    layout = LAYOUTS.get(form.pixels)
    if layout and layout.wide * layout.tall > 1:
        options.check_even(request.size)
    if output.suffix.lower() in image_sequence.SUFFIXES and image_sequence.is_exr(output):
        request = replace(request, captions=False)  # letters are display colours, not light
    request.frame_numbers(rate)
    arguments += [*_valued(parameters), *_flags(parameters, request)]
    return FilmJob(request, rate, form, default_segment_length(rate), parameters.subtitles), arguments


def _valued(parameters: ExportParameters) -> list[str]:
    """The arguments of options that have a value and were given."""
    shutter = None if parameters.shutter is None else str(parameters.shutter).removesuffix(".0")
    values = {
        "fps": parameters.fps,
        **{name: parameters.encoding[name] for name in ("codec", "bits", "encoder", "crf", "preset", "keyint")},
        "layers": parameters.layers,
        "shutter": shutter,
        "shutter-samples": parameters.shutter_samples,
        "supersample": None if parameters.supersample == 1 else parameters.supersample,
        "music": parameters.music and parameters.music.name,
        "reaction": None if parameters.reaction == 1.0 else f"{parameters.reaction:g}",
        "replay": parameters.replay and parameters.replay.name,
    }
    return [word for name, value in values.items() if value is not None for word in (f"--{name}", str(value))]


def _flags(parameters: ExportParameters, request: "RenderRequest") -> list[str]:
    """The arguments of switches that differ from their defaults."""
    loop = ["--loop"] if parameters.loop else []
    limit = [] if request.limited else ["--no-flash-limit"]
    return [*loop, *limit, *([] if parameters.subtitles else ["--no-subtitles"])]


def _film_request(parameters: ExportParameters) -> "tuple[RenderRequest, list[str]]":
    """The render request of a film, and the arguments that reproduce its dream and interval."""
    from dreamscape import options
    from dreamscape.engine.request import check_layer_names, looped, make_shutter

    if parameters.music:
        request, arguments = _song_request(parameters, parameters.music)
    elif parameters.replay:
        request, arguments = replay_request(parameters, parameters.replay)
    else:
        request, arguments = render_request(parameters, "--from", "--to")
    request = _felt(request, parameters.reaction)
    if parameters.layers:
        request = replace(request, layers=check_layer_names(parameters.layers, request.dream), captions=False)
    supersample, samples = parameters.supersample, parameters.shutter_samples
    if supersample > 1:
        options.within(supersample, 1, MAX_SUPERSAMPLE, "--supersample", "times the size, each way")
    request = replace(request, supersample=supersample, limited=parameters.flash_limit)
    if parameters.shutter is not None:
        request = replace(request, shutter=make_shutter(parameters.shutter, samples, request.quality))
    elif samples is not None:
        raise InputError(f"--shutter-samples {samples}: give --shutter too, like --shutter 180")
    if parameters.loop:
        request = looped(request, _act_start(request, parameters.act))
    return request, arguments


def _act_start(request: "RenderRequest", act: str | None) -> Fraction:
    """When an act begins, seconds since the dream began; 0 for None."""
    from dreamscape.clock import TICKS_PER_SECOND
    from dreamscape.dream.timeline import Timeline
    from dreamscape.rng import Streams

    if not act:
        return Fraction(0)
    timeline = Timeline(request.dream.file, Streams(request.seed))
    return Fraction(timeline.span(timeline.find(act))[0], TICKS_PER_SECOND)


def is_choreographed(parameters: ExportParameters) -> bool:
    """Whether the film's dream is made for its song: one that is named nothing, and no part of it."""
    return parameters.music is not None and not (parameters.dream or parameters.scene or parameters.act)


def _song_request(parameters: ExportParameters, path: Path) -> "tuple[RenderRequest, list[str]]":
    """The render request of a dream that moves to a song; the film ends with the song if not before."""
    from dreamscape import options
    from dreamscape.clock import moment_at
    from dreamscape.engine import dream_source
    from dreamscape.engine.song_dream import song_dream
    from dreamscape.hearing.listener import score
    from dreamscape.hearing.song import Song
    from dreamscape.synthesis.voice import RATE

    if parameters.replay:
        raise InputError("--music and --replay: expected one of them; a recording has what was heard in it")
    with closing(Song(path, "--music")) as song:
        song.check()
        seconds = Fraction(song.length(), RATE)
        if is_choreographed(parameters):
            made = song_dream(song, path, "--music")
            request, arguments = render_request(parameters, "--from", "--to", dream=made)
            return replace(request, inputs=score(song.read, 0, moment_at(request.stop).tick + 1)), arguments
        to_end = parameters.stop is None
        name = parameters.dream or dream_source.DEFAULT
        endless = not parameters.scene and dream_source.load(name).file.endless
        if to_end and parameters.act is None and endless:
            start = options.seconds(parameters.start or 0, "--from")
            request, arguments = render_request(parameters, "--from", "--to", {"stop": start + seconds})
        else:
            request, arguments = render_request(parameters, "--from", "--to")
        if to_end:
            request = replace(request, stop=min(request.stop, request.start + seconds))
        inputs = score(song.read, moment_at(request.start).tick, moment_at(request.stop).tick + 1)
        return replace(request, inputs=inputs), arguments


def _felt(request: "RenderRequest", reaction: float) -> "RenderRequest":
    """The request with sound felt as strongly as `reaction` says."""
    from dreamscape import options
    from dreamscape.dream.inputs import STRONGEST, with_reaction

    options.within(reaction, 0.0, STRONGEST, "--reaction", "times what is usual")
    if reaction == 1.0:
        return request
    inputs = tuple(with_reaction(event, reaction) for event in request.inputs)
    return replace(request, inputs=inputs, legs=tuple(leg.with_reaction(reaction) for leg in request.legs))


def film_format(output: Path, size: tuple[int, int], rate: Fraction, parameters: ExportParameters) -> "Format":
    """The format of a film, by the suffix of its name and the encoder's options."""
    from dreamscape import options
    from dreamscape.export import animation, image_sequence, stream
    from dreamscape.export.encoding import codecs, formats

    suffix, alpha, bits, crf = output.suffix.lower(), bool(parameters.layers), parameters.bits, parameters.crf
    if suffix[1:] in stream.UNCOMPRESSED:
        _refuse(parameters, ("codec", "encoder", "crf", "preset", "keyint"), f"{suffix[1:]} is not compressed")
        return stream.uncompressed_format(suffix[1:], bits, alpha)
    codec, encoder, preset, threads = parameters.codec, parameters.encoder, parameters.preset, parameters.threads
    if suffix in codecs.SUFFIXES:
        formats.check_rate(suffix, rate)
        keyint = None if parameters.keyint is None else options.keyint(parameters.keyint)
        return formats.choose(suffix, size, codec, encoder, bits, crf, preset, alpha, threads, keyint)
    if suffix in animation.SUFFIXES:
        refused = "codec", "encoder", "preset", "keyint", "bits"
        _refuse(parameters, refused, f"{output.suffix} is an animation, which has no such choice")
        if alpha and suffix != ".apng":
            raise InputError(
                f"--layers: {output.suffix} holds no alpha channel here, expected .mov, .webm, .mkv, .png or .apng"
            )
        return animation.choose(suffix, size, rate, None if crf is None else int(crf), threads, alpha)
    refused = "codec", "encoder", "preset", "keyint", "crf"
    _refuse(parameters, refused, f"{output.suffix} is a sequence of pictures, which has no such choice")
    return image_sequence.choose(suffix, bits, alpha, threads)


def _refuse(parameters: ExportParameters, names: Iterable[str], reason: str) -> None:
    """Raise InputError if one of these options of the encoder was given."""
    for name in names:
        if (value := parameters.encoding[name]) is not None:
            raise InputError(f"--{name} {short(value)}: {reason}; leave --{name} out")


def suffixes() -> tuple[str, ...]:
    """All ends of names that say what to write."""
    from dreamscape.export import animation, image_sequence
    from dreamscape.export.encoding import codecs

    return (*codecs.SUFFIXES, *animation.SUFFIXES, *image_sequence.SUFFIXES)


def usual_loudness(job: "FilmJob", parameters: "ExportParameters") -> float:
    """The loudness that was asked for, or that of such a dream, LUFS."""
    if not is_default("loudness") or not parameters.sound:
        return parameters.loudness
    from dreamscape.audio import programme

    return programme.usual_loudness(job.request.dream.file)


def audio_encoder(job: "FilmJob", output: Path, name: str | None, loudness: float) -> str | None:
    """FFmpeg's name of the encoder that was asked for, or of the file's usual one; None where it holds no sound."""
    from dreamscape import options
    from dreamscape.export.container import soundtrack

    options.within(loudness, *soundtrack.LOUDNESS_RANGE, "--loudness", "LUFS")
    if not job.form.audio_encoders:
        if name is not None:
            raise InputError(
                f"--sound-codec {short(name)}: {output.suffix} holds no sound; use dreamscape sound for a file"
            )
        return None
    return soundtrack.choose_encoder(name, job.form.audio_encoders, output.suffix)


def check_soundtrack(job: "FilmJob", output: Path, song: Path, music: Path | None, sound: bool) -> None:
    """Raise InputError unless a song can be laid under the film."""
    from dreamscape.hearing.song import Song
    from dreamscape.synthesis.voice import RATE

    if music or not sound:
        raise InputError(f"--soundtrack and {'--music' if music else '--no-sound'}: expected one of them")
    if not job.form.audio_encoders:
        raise InputError(f"--soundtrack {song.name}: {output.suffix} holds no sound, expected a film such as .mp4")
    with closing(Song(song, "--soundtrack")) as found:
        found.check(round(len(job.request.frame_numbers(job.rate)) / job.rate * RATE))


def sound_arguments(heard: bool, name: str | None, loudness: float | None, soundtrack: Path | None) -> list[str]:
    """The options that ask for a film's sound again; no loudness if it was left as it is."""
    if not heard:
        return ["--no-sound"]
    words = ["--sound-codec", name] if name else []
    words += ["--soundtrack", soundtrack.name] if soundtrack else []
    return words if loudness is None else [*words, "--loudness", f"{loudness:g}"]


def threads_per_process(threads: int | None, jobs: int | None, address: str | None) -> int | None:
    """How many threads each process may draw with, and compress with; None where nothing was said.

    They are no part of what asks for a film again: the frames are the same for any number of them.
    """
    if threads is None:
        return None
    if address is not None:
        raise InputError("--threads and --cluster: a cluster's workers have their own; leave --threads out")
    if jobs is not None and jobs > threads:
        raise InputError(f"--jobs {jobs}: more than the {threads} of --threads, expected at most one for each")
    return threads // (jobs or 1)


def choose_backend(jobs: int | None, address: str | None) -> "Backend":
    """Who films: this process, several, or a cluster."""
    from dreamscape.export.backends import single_process

    if address is not None:
        if jobs is not None:
            raise InputError("--jobs and --cluster: expected one of them; a cluster's workers are its own processes")
        from dreamscape.export.cluster import dask_cluster

        return dask_cluster(address)
    if jobs in (None, 1):
        return single_process
    from dreamscape.export.workers import worker_processes

    return worker_processes(jobs or 1)
