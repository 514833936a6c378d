"""Randomness: named streams derived from the dream's seed; the only module that makes any.

A stream depends only on the seed number, its name and a tick, so adding one changes no other, and there is no generator
state to checkpoint.
"""

import hashlib
import secrets

import numpy as np
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import DTypeLike, NDArray

NAMES = 1 << 12  # whose keys are kept: more than a dream has, but acts have names of their own, without end


class Streams:
    """The random streams of one dream; those of the same seed are equal.

    Args:
        seed: the dream's seed number, 0 to 2**63 - 1.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._keys: dict[str, int] = {}
        self._words: dict[str, _Words] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Streams) and other.seed == self.seed

    def __hash__(self) -> int:
        return hash((Streams, self.seed))

    def __repr__(self) -> str:
        return f"Streams({self.seed})"

    def key(self, name: str) -> int:
        """A 128-bit key for the stream `name`, the same on every machine."""
        key = self._keys.get(name)
        if key is None:
            digest = hashlib.blake2b(f"{self.seed}/{name}".encode(), digest_size=16).digest()
            if len(self._keys) >= NAMES:
                self._keys.clear()
                self._words.clear()
            key = self._keys[name] = int.from_bytes(digest, "little")
        return key

    def at(self, name: str, tick: int = 0) -> np.random.Generator:
        """A fresh generator for the stream `name` at `tick` (Philox 4x64, Salmon et al. 2011, counter-based)."""
        words = self._words.get(name) or self._words.setdefault(name, _Words(self.key(name)))
        counter = np.array((0, 0, tick, 0), np.uint64)
        return np.random.Generator(np.random.Philox(words, counter=counter))  # type: ignore[arg-type]

    def branch(self, number: int) -> "Streams":
        """Streams that are independent of these and of every other branch."""
        return Streams(self.key(f"branch {number}") >> 65)

    def offset(self, name: str, scale: float = 64.0) -> tuple[float, float, float]:
        """Three numbers in [-scale, scale): a shift of a procedural texture that is different for every seed."""
        a, b, c = (self.at(name).random(3) * 2.0 - 1.0) * scale
        return float(a), float(b), float(c)


class _Words(ISeedSequence):
    """A key as a source of seeds. With `key=`, a generator first asks the system for entropy, and takes seven times as
    long to make."""

    def __init__(self, key: int) -> None:
        self._words = np.array((key & (1 << 64) - 1, key >> 64), np.uint64)

    def generate_state(self, n_words: int, dtype: DTypeLike = np.uint32) -> NDArray[np.uint64]:
        """The two words of the key, which is what Philox asks for."""
        return self._words


def tonight() -> int:
    """A random seed number, 0 to 2**31 - 1: the only thing here that differs each time."""
    return secrets.randbits(31)
