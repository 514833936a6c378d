"""What an export was asked for: its film, its sound, who films it, and the options that ask for it again."""

from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamscape.commands.common import asked_take
from dreamscape.commands.replay_options import asked_replay
from dreamscape.errors import InputError
from dreamscape.text import short

if TYPE_CHECKING:
    from dreamscape.engine.request import RenderRequest
    from dreamscape.export.backends import Backend
    from dreamscape.export.encoding.formats import Format
    from dreamscape.export.segments.segment_writer import FilmJob

LARGEST_SUPERSAMPLE = 2


def asked_job(output: Path, asked: dict[str, Any]) -> "tuple[FilmJob, list[str]]":
    """The film that was asked for, and the options that ask for it again."""
    from dreamscape import options
    from dreamscape.export import image_sequence
    from dreamscape.export.segments.segment_writer import FilmJob, default_segment_length
    from dreamscape.render.planes import LAYOUTS

    request, words = _take(asked)
    rate = options.rate(asked["fps"])
    form = form_of(output, request.size, rate, asked)
    layout = LAYOUTS.get(form.pixels)
    if layout and layout.wide * layout.tall > 1:
        options.check_even(request.size)
    if output.suffix.lower() in image_sequence.SUFFIXES and image_sequence.is_exr(output):
        request = replace(request, captions=False)  # letters are no light
    request.frame_numbers(rate)
    values = [
        (f"--{name}", asked[name]) for name in ("fps", "codec", "bits", "encoder", "crf", "preset", "keyint", "layers")
    ]
    values += [("--shutter", None if asked["shutter"] is None else str(asked["shutter"]).removesuffix(".0"))]
    values += [("--shutter-samples", asked["shutter_samples"])]
    values += [("--supersample", None if asked["supersample"] == 1 else asked["supersample"])]
    values += [(f"--{name}", asked[name] and asked[name].name) for name in ("music", "replay")]
    words += [str(part) for pair in values if pair[1] is not None for part in pair]
    words += [word for name, word in (("loop", "--loop"),) if asked[name]]
    words += [] if request.limited else ["--no-flash-limit"]
    words += [] if asked["subtitles"] else ["--no-subtitles"]
    return FilmJob(request, rate, form, default_segment_length(rate), asked["subtitles"]), words


def _take(asked: dict[str, Any]) -> "tuple[RenderRequest, list[str]]":
    """The take that was asked for, with all that only films have."""
    from dreamscape import options
    from dreamscape.clock import TICKS_PER_SECOND
    from dreamscape.engine.request import check_layer_names, looped, make_shutter

    if asked["music"]:
        request, words = _danced(asked)
    elif asked["replay"]:
        request, words = asked_replay(asked)
    else:
        request, words = asked_take(asked, "--from", "--to")
    if asked["layers"]:
        request = replace(request, layers=check_layer_names(asked["layers"], request.dream), captions=False)
    if asked["supersample"] > 1:
        options.within(asked["supersample"], 1, LARGEST_SUPERSAMPLE, "--supersample", "times the size, each way")
    request = replace(request, supersample=asked["supersample"], limited=asked["flash_limit"])
    if asked["shutter"] is not None:
        request = replace(request, shutter=make_shutter(asked["shutter"], asked["shutter_samples"], request.quality))
    elif asked["shutter_samples"] is not None:
        raise InputError(f"--shutter-samples {asked['shutter_samples']}: give --shutter too, like --shutter 180")
    if asked["loop"]:
        begin = Fraction(0)
        if asked["act"]:
            from dreamscape.dream.timeline import Timeline
            from dreamscape.rng import Streams

            timeline = Timeline(request.dream.file, Streams(request.seed))
            begin = Fraction(timeline.span(timeline.find(asked["act"]))[0], TICKS_PER_SECOND)
        request = looped(request, begin)
    return request, words


def _danced(asked: dict[str, Any]) -> "tuple[RenderRequest, list[str]]":
    """The take of a dream that moves to a song, and ends with it if not before."""
    from dreamscape import options
    from dreamscape.audio.synthesis.voice import RATE
    from dreamscape.clock import moment_at
    from dreamscape.dream import dream_file
    from dreamscape.engine import dream_source
    from dreamscape.hearing.listener import score
    from dreamscape.hearing.song import Song

    if asked["replay"]:
        raise InputError("--music and --replay: expected one of them; a recording has what was heard in it")
    with closing(Song(asked["music"], "--music")) as song:
        song.check()
        seconds = Fraction(song.length(), RATE)
        whole = asked["stop"] is None
        endless = not asked["scene"] and dream_file.load(asked["dream"] or dream_source.DEFAULT).file.endless
        if whole and asked["act"] is None and endless:
            begin = options.seconds(asked["start"] or 0, "--from")
            request, words = asked_take(asked, "--from", "--to", {"stop": begin + seconds})
        else:
            request, words = asked_take(asked, "--from", "--to")
        if whole:
            request = replace(request, stop=min(request.stop, request.start + seconds))
        heard = score(song.read, moment_at(request.start).tick, moment_at(request.stop).tick + 1)
        return replace(request, inputs=heard), words


def form_of(output: Path, size: tuple[int, int], rate: Fraction, asked: dict[str, Any]) -> "Format":
    """How the film is compressed, by the end of its name and what was asked for."""
    from dreamscape import options
    from dreamscape.export import animation, image_sequence, stream
    from dreamscape.export.encoding import codecs, formats

    suffix, alpha, bits = output.suffix.lower(), bool(asked["layers"]), asked["bits"]
    if suffix[1:] in stream.UNCOMPRESSED:
        for name in ("codec", "encoder", "crf", "preset", "keyint"):
            if asked[name] is not None:
                raise InputError(f"--{name} {asked[name]}: {suffix[1:]} is not compressed, leave --{name} out")
        return stream.uncompressed_format(suffix[1:], bits, alpha)
    threads = asked.get("threads")
    if suffix in codecs.SUFFIXES:
        formats.check_rate(suffix, rate)
        keyint = None if asked["keyint"] is None else options.keyint(asked["keyint"])
        return formats.choose(
            suffix, size, asked["codec"], asked["encoder"], bits, asked["crf"], asked["preset"], alpha, threads, keyint
        )
    kind = "an animation" if suffix in animation.SUFFIXES else "a sequence of pictures"
    refused = ["codec", "encoder", "preset", "keyint"]
    refused += ["bits"] if suffix in animation.SUFFIXES else ["crf"]
    for name in refused:
        if asked[name] is not None:
            raise InputError(f"--{name} {short(asked[name])}: {output.suffix} is {kind}, which has no such choice")
    if suffix in animation.SUFFIXES:
        if alpha and suffix != ".apng":
            raise InputError(
                f"--layers: {output.suffix} holds no alpha channel here, expected .mov, .webm, .mkv, .png or .apng"
            )
        return animation.choose(suffix, size, rate, asked["crf"], threads, alpha)
    return image_sequence.choose(suffix, bits, alpha, threads)


def suffixes() -> tuple[str, ...]:
    """All ends of names that say what to write."""
    from dreamscape.export import animation, image_sequence
    from dreamscape.export.encoding import codecs

    return (*codecs.SUFFIXES, *animation.SUFFIXES, *image_sequence.SUFFIXES)


def asked_sound(job: "FilmJob", output: Path, name: str | None, loudness: float) -> str | None:
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
    from dreamscape.audio.synthesis.voice import RATE
    from dreamscape.hearing.song import Song

    if music or not sound:
        raise InputError(f"--soundtrack and {'--music' if music else '--no-sound'}: expected one of them")
    if not job.form.audio_encoders:
        raise InputError(f"--soundtrack {song.name}: {output.suffix} holds no sound, expected a film such as .mp4")
    with closing(Song(song, "--soundtrack")) as found:
        found.check(round(len(job.request.frame_numbers(job.rate)) / job.rate * RATE))


def sound_words(heard: bool, name: str | None, loudness: float | None, soundtrack: Path | None) -> list[str]:
    """The options that ask for a film's sound again; no loudness if it was left as it is."""
    if not heard:
        return ["--no-sound"]
    words = ["--sound-codec", name] if name else []
    words += ["--soundtrack", soundtrack.name] if soundtrack else []
    return words if loudness is None else [*words, "--loudness", f"{loudness:g}"]


def asked_threads(threads: int | None, jobs: int | None, address: str | None) -> int | None:
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


def asked_crew(jobs: int | None, address: str | None) -> "Backend":
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
