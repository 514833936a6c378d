"""How loud, wide, bright and clear the mix of a dream is, act by act.

    python benchmarks/mix.py [DREAM] [--seed N] [--json] [--sound FILE.npy]

The dream is synthesised whole, before the limiter, and measured at the loudness that its films have: integrated
loudness and loudness range (ITU-R BS.1770-4, EBU Tech 3342), the true peak after the limiter, the loudest 15 s, and of
each act its loudness, what it loses above 300 Hz (on a phone) and in mono, how alike the ears are below 150 Hz, and how
much of it lies in the octave around 8 kHz. Of each line: how far the whisper lies above everything else between 1 and 4
kHz. Of the sounds that have figures of their own: the heart above 300 Hz, the creak's periodicity, the surf's crashes,
and when each strike is heard. --sound keeps what was synthesised.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from parts.mix_meter import Meter, band, high_pass, low_pass, mono_loss, periodicity, rises

from dreamscape.arrays import F64
from dreamscape.audio import peak_limiter, programme
from dreamscape.audio.cues import whispers
from dreamscape.audio.levels import Levels
from dreamscape.audio.programme import Programme
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream import dream_file
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.places.door import opening
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import BLOCK, RATE
from dreamscape.voices.creak import Creak
from dreamscape.voices.heartbeat import Heartbeat
from dreamscape.voices.surf import Surf
from dreamscape.voices.whisper import Whisper
from dreamscape.world.scene_sound import decibels
from dreamscape.world.weather import strikes

ENDLESS = 300.0  # s, of an endless dream
HEADROOM = -30.0  # dB, so that the limiter never acts
LAST = 15.0  # s


def parts(name: str, seed: int | None) -> tuple[Timeline, Streams, Scenes]:
    """A dream, ready to be heard."""
    file = dream_file.load(name).file
    streams = Streams(file.seed if seed is None else seed)
    timeline = Timeline(file, streams)
    return timeline, streams, Scenes(timeline, streams)


def synthesised(timeline: Timeline, streams: Streams, scenes: Scenes) -> F64:
    """All of a dream at an amplitude of 1, before the limiter, `(n, 2)`."""
    seconds = ENDLESS if timeline.endless else timeline.ticks / TICKS_PER_SECOND
    blocks = list(Programme(timeline, streams, scenes, decibels(HEADROOM)).render(0, round(seconds * RATE)))
    return np.asarray(np.concatenate(blocks).astype(np.float64) * decibels(-HEADROOM))


def limited_peak(sound: F64) -> float:
    """The true peak after the limiter, dB."""
    blocks = [np.zeros((BLOCK, 2))] * 2 + list(sound[: len(sound) // BLOCK * BLOCK].reshape(-1, BLOCK, 2))
    ends = list(zip(blocks, blocks[1:], blocks[2:], strict=False))
    needed = [peak_limiter.required_reduction(peak_limiter.true_peaks(*three)) for three in ends]
    still, most = [np.zeros(peak_limiter.FRAMES)] * peak_limiter.MEMORY, 0.0
    needed = still + needed + still[:1]
    out = [
        block * peak_limiter.gain(np.concatenate(needed[k : k + peak_limiter.MEMORY + 2]))
        for k, (_, block, _) in enumerate(ends)
    ]
    for three in zip(out, out[1:], out[2:], strict=False):
        most = max(most, float(peak_limiter.true_peaks(*three).max()))
    return float(20.0 * np.log10(max(most, 1e-9)))


def acts(timeline: Timeline, sound: F64) -> list[dict[str, Any]]:
    """The figures of each act."""
    whole, above = Meter(sound), Meter(band(sound, high_pass(300.0)))
    low = band(sound, low_pass(150.0))
    eighth = band(sound, lambda f: high_pass(5657.0)(f) * low_pass(11_314.0)(f))
    found = []
    for number, act in enumerate(timeline.acts):
        begin, end = (tick / TICKS_PER_SECOND for tick in timeline.span(number))
        if (end := min(end, len(sound) / RATE)) - begin < 3.0:
            break
        piece = slice(round(begin * RATE), round(end * RATE))
        loud = whole.integrated(begin, end)
        found.append(
            {
                "act": act.scene,
                "LUFS": loud,
                "lost above 300 Hz, LU": loud - above.integrated(begin, end),
                "lost in mono, LU": mono_loss(sound[piece]),
                "ears alike below 150 Hz": float(
                    (low[piece, 0] * low[piece, 1]).mean() / np.sqrt((low[piece] ** 2).mean(axis=0).prod() + 1e-30)
                ),
                "8 kHz octave, dB": float(10.0 * np.log10((eighth[piece] ** 2).mean() / (sound[piece] ** 2).mean())),
            }
        )
    return found


def lines(timeline: Timeline, scenes: Scenes, sound: F64, gain: float) -> dict[str, float]:
    """Of each line, how far the whisper lies above everything else between 1 and 4 kHz, dB."""
    words, found = (lambda f: high_pass(1000.0)(f) * low_pass(4000.0)(f)), {}
    levels = Levels(timeline, timeline._streams, scenes)
    for number in range(len(timeline.acts)):
        for event in whispers(levels.act(number)):
            if not isinstance(event.voice, Whisper):
                continue
            voice = event.voice.render().astype(np.float64)
            voice = (voice if voice.ndim == 2 else np.repeat(voice[:, None], 2, axis=1)) * event.gain * gain
            mixed = sound[event.at : event.at + len(voice)]
            one, all_ = (float((band(part, words) ** 2).mean()) for part in (voice, mixed))
            found[event.voice.text] = float(10.0 * np.log10(one / max(all_ - one, 1e-12)))
    return found


def sounds(timeline: Timeline, streams: Streams) -> dict[str, Any]:
    """The figures of single sounds."""
    beat = np.pad(Heartbeat(streams, 3, 70.0).render().astype(np.float64), (4800, 9600))[:, None]
    moves = tuple((at - opening.LEAVES_PART, lasts, far) for at, lasts, far in opening.CREAKS)
    creak = Creak(streams, moves).render().astype(np.float64).mean(axis=1)
    at, lasts, _ = moves[7]
    steady = creak[round((at + 0.28 * lasts) * RATE) : round((at + 0.72 * lasts) * RATE)]
    whole = creak[round(at * RATE) : round((at + lasts) * RATE)]
    surf = Surf(streams, 7.0, 0.55, 1.9)
    sea = np.concatenate([surf.block(number) for number in range(60 * RATE // BLOCK)]).astype(np.float64)
    struck = strikes(streams, *timeline.span(0))
    return {
        "the heart above 300 Hz, dB": 10.0 * np.log10((band(beat, high_pass(300.0)) ** 2).sum() / (beat**2).sum()),
        "periodicity of the creak: steady, and all of its longest move": (periodicity(steady), periodicity(whole)),
        "rises of the surf in 0.3 s, 500 to 4,000 Hz, dB": rises(sea),
        "strikes of the first act, s and m": [(one.tick / TICKS_PER_SECOND, one.distance) for one in struck],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dream", nargs="?", default="sapphire")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--sound", type=Path)
    asked = parser.parse_args()
    timeline, streams, scenes = parts(asked.dream, asked.seed)
    kept = asked.sound
    sound = np.load(kept).astype(np.float64) if kept and kept.exists() else synthesised(timeline, streams, scenes)
    if kept and not kept.exists():
        np.save(kept, sound.astype(np.float32))
    meter = Meter(sound)
    raw = meter.integrated(0.0, len(sound) / RATE)
    gain = programme.gain(raw, programme.usual_loudness(timeline))
    meter = Meter(gain * sound)
    ends = np.arange(LAST, len(sound) / RATE + 0.01, 1.0)
    spans = [meter.mean(end - LAST, end) for end in ends.tolist()]
    found: dict[str, Any] = {
        "LUFS at an amplitude of 1": raw,
        "loudness range, LU": meter.range(),
        "true peak, dB": limited_peak(gain * sound),
        "last 15 s, and the loudest 15 s before, LUFS": (spans[-1], max(spans[: -int(LAST)], default=-np.inf)),
        "acts": acts(timeline, gain * sound),
        "whisper above the rest, 1 to 4 kHz, dB": lines(timeline, scenes, gain * sound, gain),
        "sounds": sounds(timeline, streams),
    }
    print(json.dumps(found, indent=2, default=float) if asked.json else _table(found))


def _table(found: dict[str, Any]) -> str:
    """The figures, to be read."""
    rows = [", ".join(f"{name} {value:.2f}" for name, value in act.items() if name != "act") for act in found["acts"]]
    told = [f"{act['act']:12s} {row}" for act, row in zip(found["acts"], rows, strict=True)]
    others = [f"{name}: {value}" for name, value in found.items() if name not in ("acts", "sounds")]
    return "\n".join([*told, *others, *(f"{name}: {value}" for name, value in found["sounds"].items())])


if __name__ == "__main__":
    main()
