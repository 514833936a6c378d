"""Pictures as arrays: the Python interface."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dreamscape import arguments, catalogue, options
from dreamscape.clock import Moment, moment_at, moment_of_frame
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.request import RenderRequest, TimeArgument, check_request
from dreamscape.errors import InputError, instead_of
from dreamscape.render import context
from dreamscape.render.post import Coding
from dreamscape.rng import Streams
from dreamscape.text import short


def frames(
    dream: str | os.PathLike[str] = "sapphire",
    seed: int | None = None,
    size: tuple[int, int] = (1280, 720),
    fps: TimeArgument = 30,
    start: TimeArgument | None = None,
    stop: TimeArgument | None = None,
    act: str | None = None,
    quality: str | None = None,
    language: str | None = None,
    memories: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    captions: bool = True,
) -> Iterator[NDArray[np.uint8]]:
    """The frames of a dream in order, each `uint8 (h, w, 3)`, sRGB, first row at the top.

    Args:
        dream: the name of a shipped dream, or the path of a dream file.
        seed: a seed number in place of the dream's.
        size: width and height in pixels.
        fps: frames a second, a number or text like `30000/1001`.
        start, stop: the span, in seconds or text like `1:07`, from the beginning of the act if `act` is given.
        act: the scene of the act to draw; None for the whole dream.
        quality: low, medium, high or ultra.
        language: a tag, such as `ja`, to read the voice in; None for the one that it is spoken in.
        memories: files and folders of photographs, clips and texts that become memories, as `--memories` takes them.
        captions: whether the voice is written into the picture; False for what `--no-captions` gives.

    Raises:
        InputError: an argument is out of bounds, or of a wrong type, which is a TypeError too; says what was expected.
            Raised at the call, before the first frame.
        DreamscapeError: no OpenGL, or a shader that does not compile, or a process that was forked after drawing.
    """
    arguments.check(
        dream=dream, seed=seed, fps=fps, start=start, stop=stop, act=act, quality=quality, language=language
    )
    size, own = arguments.pair(size), arguments.words(memories, "memories")
    written, dream = arguments.truth(captions, "captions"), os.fspath(dream)
    request = check_request(
        dream, seed, size, start, stop, act, quality, captions=written, language=language or "", memories=own
    )
    rate = options.rate(fps, "fps")
    return _draw(request, [moment_of_frame(number, rate) for number in request.frame_numbers(rate)])


def still(
    at: TimeArgument = 0,
    dream: str | os.PathLike[str] = "sapphire",
    seed: int | None = None,
    size: tuple[int, int] = (1280, 720),
    act: str | None = None,
    quality: str | None = None,
    language: str | None = None,
    memories: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    captions: bool = True,
) -> NDArray[np.uint8]:
    """The picture at one time, `uint8 (h, w, 3)`, sRGB, first row at the top; arguments and errors as for `frames`."""
    arguments.check(at=at, dream=dream, seed=seed, act=act, quality=quality, language=language)
    size, names, own = arguments.pair(size), ("at", "stop"), arguments.words(memories, "memories")
    written, dream = arguments.truth(captions, "captions"), os.fspath(dream)
    asked = check_request(
        dream, seed, size, at, None, act, quality, names, written, language=language or "", memories=own
    )
    return picture(asked)


def picture(request: RenderRequest) -> NDArray[np.uint8]:
    """The picture at the start of a request, `uint8 (h, w, 3)`."""
    return next(_draw(request, [moment_at(request.start)]))


def layers(asked: RenderRequest, names: Sequence[str]) -> Iterator[NDArray[np.uint8]]:
    """The light of each of these layers alone at the start of a take, `uint8 (h, w, 4)`, sRGB, straight alpha."""
    alone = replace(asked, layers=tuple(names), captions=False, limited=False)
    renderer = alone.renderer(Coding(clear=True))
    try:
        for name in names:
            with renderer.ctx:
                renderer.draw_only((name,))
                data = renderer.draw(moment_at(asked.start)).framebuffer.read(components=4)
            yield np.frombuffer(data, np.uint8).reshape(*asked.size[::-1], 4)
    finally:
        renderer.ctx.release()


def layers_of(text: str, asked: RenderRequest) -> tuple[str, ...]:
    """The layers at the start of a take that `threads,dust` names, or all in the order they are drawn for `all`.

    Raises:
        InputError: the acts that are seen then have no such layer.
    """
    timeline = Timeline(asked.dream.file, Streams(asked.seed))
    cue = timeline.cue(moment_at(asked.start).tick)
    seen = [cue.leaving, cue] if cue.leaving else [cue]
    scenes = [catalogue.scene(timeline.acts[one.act].scene) for one in seen]
    known = list(dict.fromkeys(name for scene in scenes for name in scene.layers))
    names = known if text == "all" else list(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        if name not in known:
            raise InputError(
                f"--layers {short(name)}: not seen at this time{instead_of(name, known, ', expected all or some of')}"
            )
    return tuple(names)


def _draw(request: RenderRequest, moments: list[Moment]) -> Iterator[NDArray[np.uint8]]:
    renderer = request.renderer()
    try:
        for moment in moments:
            context.check_fork()
            with renderer.ctx:  # another window or generator may have drawn since
                picture = renderer.read(renderer.draw(moment)).copy()
            yield picture
    finally:
        if not context.forked():  # the process that made it still uses it
            renderer.ctx.release()
