"""What an export was asked for: its film, its sound, who films it, and the options that ask for it again."""

from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamscape.commands.common import asked_take
from dreamscape.commands.replaying import asked_replay
from dreamscape.errors import InputError
from dreamscape.text import short

if TYPE_CHECKING:
    from dreamscape.outputs.film import Crew
    from dreamscape.outputs.formats import Format
    from dreamscape.outputs.segments import Job
    from dreamscape.take import Take

LARGEST_SUPERSAMPLE = 2
DEFAULT_DREAM = "sapphire"


def asked_job(output: Path, asked: dict[str, Any]) -> "tuple[Job, list[str]]":
    """The film that was asked for, and the options that ask for it again."""
    from dreamscape import options
    from dreamscape.outputs import sequence
    from dreamscape.outputs.segments import Job, length_of
    from dreamscape.render.planes import LAYOUTS

    take, words = _take(asked)
    rate = options.rate(asked["fps"])
    form = form_of(output, take.size, rate, asked)
    layout = LAYOUTS.get(form.pixels)
    if layout and layout.wide * layout.tall > 1:
        options.check_even(take.size)
    if output.suffix.lower() in sequence.SUFFIXES and sequence.is_exr(output):
        take = replace(take, captions=False)  # letters are no light
    take.numbers(rate)
    values = [
        (f"--{name}", asked[name]) for name in ("fps", "codec", "bits", "encoder", "crf", "preset", "keyint", "layers")
    ]
    values += [("--shutter", None if asked["shutter"] is None else str(asked["shutter"]).removesuffix(".0"))]
    values += [("--shutter-samples", asked["shutter_samples"])]
    values += [("--supersample", None if asked["supersample"] == 1 else asked["supersample"])]
    values += [(f"--{name}", asked[name] and asked[name].name) for name in ("music", "replay")]
    words += [str(part) for pair in values if pair[1] is not None for part in pair]
    words += [word for name, word in (("loop", "--loop"),) if asked[name]]
    words += [] if take.limited else ["--no-flash-limit"]
    words += [] if asked["subtitles"] else ["--no-subtitles"]
    return Job(take, rate, form, length_of(rate), asked["subtitles"]), words


def _take(asked: dict[str, Any]) -> "tuple[Take, list[str]]":
    """The take that was asked for, with all that only films have."""
    from dreamscape import options
    from dreamscape.clock import TICKS_PER_SECOND
    from dreamscape.take import layers_of, looped, shuttered

    if asked["music"]:
        take, words = _danced({**asked, "dream": asked["dream"] or DEFAULT_DREAM})
    elif asked["replay"]:
        take, words = asked_replay(asked)
    else:
        take, words = asked_take({**asked, "dream": asked["dream"] or DEFAULT_DREAM}, "--from", "--to")
    if asked["layers"]:
        take = replace(take, layers=layers_of(asked["layers"], take.dream), captions=False)
    if asked["supersample"] > 1:
        options.within(asked["supersample"], 1, LARGEST_SUPERSAMPLE, "--supersample", "times the size, each way")
    take = replace(take, supersample=asked["supersample"], limited=asked["flash_limit"])
    if asked["shutter"] is not None:
        take = replace(take, shutter=shuttered(asked["shutter"], asked["shutter_samples"], take.quality))
    elif asked["shutter_samples"] is not None:
        raise InputError(f"--shutter-samples {asked['shutter_samples']}: give --shutter too, like --shutter 180")
    if asked["loop"]:
        begin = Fraction(0)
        if asked["act"]:
            from dreamscape.rng import Streams
            from dreamscape.timeline import Timeline

            timeline = Timeline(take.dream.seed, Streams(take.seed))
            begin = Fraction(timeline.span(timeline.find(asked["act"]))[0], TICKS_PER_SECOND)
        take = looped(take, begin)
    return take, words


def _danced(asked: dict[str, Any]) -> "tuple[Take, list[str]]":
    """The take of a dream that moves to a song, and ends with it if not before."""
    from dreamscape import options, seed
    from dreamscape.audio.voice import RATE
    from dreamscape.clock import moment_at
    from dreamscape.hearing.listener import score
    from dreamscape.outputs.song import Song

    if asked["replay"]:
        raise InputError("--music and --replay: expected one of them; a recording has what was heard in it")
    with closing(Song(asked["music"], "--music")) as song:
        song.check()
        seconds = Fraction(song.length(), RATE)
        whole = asked["stop"] is None
        if whole and asked["act"] is None and seed.load(asked["dream"]).seed.endless:
            begin = options.seconds(asked["start"] or 0, "--from")
            take, words = asked_take(asked, "--from", "--to", {"stop": begin + seconds})
        else:
            take, words = asked_take(asked, "--from", "--to")
        if whole:
            take = replace(take, stop=min(take.stop, take.start + seconds))
        heard = score(song.read, moment_at(take.start).tick, moment_at(take.stop).tick + 1)
        return replace(take, inputs=heard), words


def form_of(output: Path, size: tuple[int, int], rate: Fraction, asked: dict[str, Any]) -> "Format":
    """How the film is compressed, by the end of its name and what was asked for."""
    from dreamscape import options
    from dreamscape.outputs import animation, codecs, formats, sequence, stream

    suffix, alpha, bits = output.suffix.lower(), bool(asked["layers"]), asked["bits"]
    if suffix[1:] in stream.BARE:
        for name in ("codec", "encoder", "crf", "preset", "keyint"):
            if asked[name] is not None:
                raise InputError(f"--{name} {asked[name]}: {suffix[1:]} is not compressed, leave --{name} out")
        return stream.bare(suffix[1:], bits, alpha)
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
    return sequence.choose(suffix, bits, alpha, threads)


def suffixes() -> tuple[str, ...]:
    """All ends of names that say what to write."""
    from dreamscape.outputs import animation, codecs, sequence

    return (*codecs.SUFFIXES, *animation.SUFFIXES, *sequence.SUFFIXES)


def asked_sound(job: "Job", output: Path, name: str | None, loudness: float) -> str | None:
    """FFmpeg's name of the encoder that was asked for, or of the file's usual one; None where it holds no sound."""
    from dreamscape import options
    from dreamscape.outputs import soundtrack

    options.within(loudness, *soundtrack.LOUDNESSES, "--loudness", "LUFS")
    if not job.form.sounds:
        if name is not None:
            raise InputError(
                f"--sound-codec {short(name)}: {output.suffix} holds no sound; use dreamscape sound for a file"
            )
        return None
    return soundtrack.encoder(name, job.form.sounds, output.suffix)


def check_soundtrack(job: "Job", output: Path, song: Path, music: Path | None, sound: bool) -> None:
    """Raise InputError unless a song can be laid under the film."""
    from dreamscape.audio.voice import RATE
    from dreamscape.outputs.song import Song

    if music or not sound:
        raise InputError(f"--soundtrack and {'--music' if music else '--no-sound'}: expected one of them")
    if not job.form.sounds:
        raise InputError(f"--soundtrack {song.name}: {output.suffix} holds no sound, expected a film such as .mp4")
    with closing(Song(song, "--soundtrack")) as found:
        found.check(round(len(job.take.numbers(job.rate)) / job.rate * RATE))


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


def asked_crew(jobs: int | None, address: str | None) -> "Crew":
    """Who films: this process, several, or a cluster."""
    from dreamscape.outputs import film

    if address is not None:
        if jobs is not None:
            raise InputError("--jobs and --cluster: expected one of them; a cluster's workers are its own processes")
        from dreamscape.outputs.cluster import clustered

        return clustered(address)
    if jobs in (None, 1):
        return film.alone
    from dreamscape.outputs.workers import several

    return several(jobs or 1)
