"""The pictures of a sheet of seeds: drawn by several processes, and kept in a file until the sheet is there."""

import math
import multiprocessing
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dreamscape.authoring import mistakes
from dreamscape.clock import moment_at
from dreamscape.engine import dream_source
from dreamscape.engine.request import RenderRequest
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.files import regular
from dreamscape.files.durable import is_plain
from dreamscape.render import context
from dreamscape.render.post import Coding
from dreamscape.system import cores
from dreamscape.system.child_processes import safely

Picture = NDArray[np.uint8]  # (h, w, 3), sRGB
Place = tuple[int, Fraction]  # a seed, and the time that is drawn of it, s since the dream began

SUFFIX = ".cells"
MAGIC = b"made by dreamscape: pictures of a sheet, 1\n"
MOST_BYTES = 1 << 31
_RECORD = struct.Struct(">QII")  # seed, bytes, checksum


class CellStore:
    """The pictures that are drawn already, by seed, in a file beside the sheet to which each is appended.

    What was cut short by a crash is drawn again.

    Args:
        sheet: path of the sheet.
        identity: of all that the pictures depend on but the seed, on one line.
        shape: of a picture.

    Raises:
        InputError: the file is none of ours, or of another sheet, or cannot be read or written.
    """

    def __init__(self, sheet: Path, identity: str, shape: tuple[int, int, int]) -> None:
        self.path = sheet.with_name(sheet.name + SUFFIX)
        self._head, self._shape = MAGIC + identity.encode() + b"\n", shape
        self._packed = dict[int, bytes]()

    def __contains__(self, seed: int) -> bool:
        return seed in self._packed

    def __getitem__(self, seed: int) -> Picture:
        return _unpacked(self._packed[seed], self._shape)

    def begin(self, resume: bool, overwrite: bool) -> None:
        """Start over, or go on with what an earlier run has left."""
        try:
            left = os.path.lexists(self.path)
            if left and not is_plain(self.path, MOST_BYTES):
                raise InputError(f"{self.path}: is in the way of the sheet's pictures; move it away")
            if left:
                data = regular.read(self.path, MOST_BYTES)
                if not data.startswith(MAGIC):
                    raise InputError(f"{self.path}: holds no pictures of a sheet; move it away")
                if resume:
                    self._read(data)
                elif not overwrite:
                    raise InputError(
                        f"{self.path}: holds pictures of a sheet that was interrupted; go on with --resume, "
                        "or start over with --overwrite"
                    )
            if not self._packed:
                self.path.write_bytes(self._head)
        except OSError as error:
            raise InputError(f"{self.path}: cannot be written ({error.strerror}); choose another place") from None

    def _read(self, data: bytes) -> None:
        """Take over the pictures of a file; what comes after the last whole one is cut off."""
        if not data.startswith(self._head):
            raise InputError(
                f"{self.path}: is of another sheet, or of another version of the dream or the program; "
                "give the same options, or start over with --overwrite"
            )
        at = len(self._head)
        while at + _RECORD.size <= len(data):
            seed, size, checksum = _RECORD.unpack_from(data, at)
            packed = data[at + _RECORD.size : at + _RECORD.size + size]
            if len(packed) < size or zlib.crc32(packed) != checksum or not _is_picture(packed, self._shape):
                break
            self._packed[seed] = packed
            at += _RECORD.size + size
        os.truncate(self.path, at)

    def add(self, seed: int, picture: Picture) -> None:
        """Keep a picture.

        Raises:
            DreamscapeError: the disk is full.
        """
        packed = zlib.compress(picture.tobytes(), 3)
        try:
            with self.path.open("ab") as file:
                file.write(_RECORD.pack(seed, len(packed), zlib.crc32(packed)) + packed)
        except OSError as error:
            raise DreamscapeError(f"{self.path}: cannot be written ({error.strerror}); go on with --resume") from None
        self._packed[seed] = packed

    def remove(self) -> None:
        """Remove the file, as the sheet is there."""
        self.path.unlink(missing_ok=True)


def _unpacked(packed: bytes, shape: tuple[int, int, int]) -> Picture:
    """A picture as it was before it was packed.

    Raises:
        ValueError: it is of another shape.
        zlib.error: it is damaged.
    """
    raw = zlib.decompressobj().decompress(packed, math.prod(shape) + 1)
    return np.frombuffer(raw, np.uint8).reshape(shape)


def _is_picture(packed: bytes, shape: tuple[int, int, int]) -> bool:
    try:
        _unpacked(packed, shape)
    except (ValueError, zlib.error):
        return False
    return True


def draw_cells(request: RenderRequest, places: Sequence[Place], jobs: int) -> Iterator[tuple[int, Picture]]:
    """Draw a still of each seed; yields seeds and pictures as they are done, in any order.

    Args:
        request: how, but for seed and time.
        places: the seeds, and the times.
        jobs: processes; one draws here.

    Raises:
        DreamscapeError: no OpenGL, or a scene fails, or processes die.
    """
    if jobs == 1:
        drawer = _Drawer(request)
        try:
            for seed, start in places:
                yield seed, drawer.draw(seed, start)
        finally:
            drawer.close()
        return
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, spawn, _begin, (request,))
    try:
        yield from _drawn(pool, places, jobs)
    except BrokenProcessPool:
        raise DreamscapeError(
            "a process that draws died, as they do when memory runs out; go on with --resume and fewer --jobs"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _drawn(pool: ProcessPoolExecutor, places: Sequence[Place], jobs: int) -> Iterator[tuple[int, Picture]]:
    """What the processes of a pool draw, a few pictures ahead, so that an interruption waits for few."""
    left = iter(places)
    running = set[Future[tuple[int, Picture | DreamscapeError]]]()
    while True:
        with cores.drawing_with(1), safely():  # processes begin as work is given to them
            for place in left:
                running.add(pool.submit(_draw, place))
                if len(running) >= 2 * jobs:
                    break
        if not running:
            return
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for seed, picture in (future.result() for future in done):
            if isinstance(picture, DreamscapeError):
                raise picture
            yield seed, picture


class _Drawer:
    """Draws stills of seeds, one after another, in one context, which keeps the compiled shaders."""

    def __init__(self, request: RenderRequest) -> None:
        self._request, self._ctx = request, context.offscreen()

    def draw(self, seed: int, start: Fraction) -> Picture:
        """A seed's picture."""
        with self._ctx:
            renderer = replace(self._request, seed=seed, start=start).renderer_on(self._ctx, Coding())
            picture = renderer.read(renderer.draw(moment_at(start))).copy()
            del renderer
            context.collect(self._ctx)
        return picture

    def close(self) -> None:
        """Release the context."""
        self._ctx.release()


_drawer: _Drawer | None = None  # of this process


def _begin(request: RenderRequest) -> None:
    """Begin a process that draws."""
    global _drawer
    dream_source.provide(request.dream)
    _drawer = _Drawer(request)


def _draw(place: Place) -> tuple[int, Picture | DreamscapeError]:
    """Draw in a process that has begun."""
    assert _drawer is not None
    try:
        return place[0], _drawer.draw(*place)
    except DreamscapeError as error:
        return place[0], error
    except Exception as error:
        found = mistakes.blamed(error)
        return place[0], found or DreamscapeError(f"seed {place[0]}: {type(error).__name__}: {error}")
