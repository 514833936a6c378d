"""What seeds choose in each act of a dream, as the scenes tell it; how frequent each choice, and how rare a seed is."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec

from dreamscape.authoring import scene_check
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes, hue
from dreamscape.rng import Streams
from dreamscape.world.feature import Feature, Value

COUNTED = ("choice", "flag", "count")  # kinds that make a seed rare; numbers are all different


@dataclass(frozen=True, slots=True)
class ActFeatures:
    """The features of one act.

    Attributes:
        scene: its scene.
        palette: its colours, `#rrggbb` by role.
        features: in the scene's order.
    """

    scene: str
    palette: Mapping[str, str]
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class SeedFeatures:
    """The features of a seed.

    Attributes:
        seed: its number.
        hue: which way its blues are turned, -1 to teal, 1 to violet.
        order: the scenes of an endless dream's first round, in the order they play; empty for others.
        acts: by name: the scene's, with a number from its second act on.
    """

    seed: int
    hue: float
    order: tuple[str, ...]
    acts: dict[str, ActFeatures]

    def counted(self) -> dict[tuple[str, str], Value]:
        """The values that make it rare or common, by act and name; what another act in the same scene repeats, once."""
        found, known = dict[tuple[str, str], Value](), set[tuple[str, str, Value]]()
        for name, act in self.acts.items():
            for feature in act.features:
                choice = act.scene, feature.name, feature.value
                if feature.kind in COUNTED and choice not in known:
                    known.add(choice)
                    found[name, feature.name] = feature.value
        return found


def features_of(dream: Dream, seed: int, act: str | None = None) -> SeedFeatures:
    """The features of a seed; nothing is drawn.

    Args:
        dream: the dream, already checked against the catalogue.
        seed: its number.
        act: the scene of the only act to look at.

    Raises:
        InputError: the dream has no such act.
        AuthorError: what an author's scene tells are no features.
    """
    streams = Streams(seed)
    written = Timeline(msgspec.structs.replace(dream.file, endless=False), streams)
    scenes = Scenes(written, streams)
    found = dict[str, ActFeatures]()
    for index in range(len(written.acts)) if act is None else [written.find(act)]:
        scene, played = scenes[index], written.acts[index]
        told = tuple(scene.features())
        scene_check.check_features(scene, told)
        found[_free(played.scene, found)] = ActFeatures(played.scene, {**scene.colours(), **played.palette}, told)
    order = tuple(one.scene for one in Timeline(dream.file, streams).acts) if dream.file.endless else ()
    return SeedFeatures(seed, round(hue(streams), 3), order, found)


def _free(name: str, taken: Mapping[str, object]) -> str:
    """A name that is not taken: `shore`, `shore_2`, ..."""
    number = 1 + sum(one == name or one.rpartition("_")[0] == name for one in taken)
    return name if number == 1 else f"{name}_{number}"


class Rarity:
    """How rare seeds are among each other.

    A seed's rarity is the information that its choices carry, in bits: the sum of -log2 of each choice's share, as if
    choices did not depend on each other (Shannon 1948; OpenRarity ranks collections so).

    Args:
        seeds: those that are compared.
    """

    def __init__(self, seeds: Sequence[SeedFeatures]) -> None:
        self._seeds = seeds

    @cached_property
    def shares(self) -> dict[tuple[str, str], dict[Value, float]]:
        """The share of the seeds that have each choice, flag or count, by act and name, the commonest first."""
        counts = dict[tuple[str, str], Counter[Value]]()
        for seed in self._seeds:
            for key, value in seed.counted().items():
                counts.setdefault(key, Counter())[value] += 1
        total = max(len(self._seeds), 1)
        return {key: {v: n / total for v, n in count.most_common()} for key, count in counts.items()}

    @property
    def varies(self) -> bool:
        """Whether any seed differs from another in what counts; a dream may set all of that itself."""
        return any(len(share) > 1 for share in self.shares.values())

    def bits(self, seed: SeedFeatures) -> float:
        """How rare one of the seeds is, bits."""
        return sum(-math.log2(self.shares[key][value]) for key, value in seed.counted().items())

    def rarest_choices(self, seed: SeedFeatures) -> list[tuple[str, str, Value]]:
        """What makes it rare: act, name and value of its choices, the rarest first."""
        keyed = [(self.shares[key][value], *key, value) for key, value in seed.counted().items()]
        return [(act, name, value) for _, act, name, value in sorted(keyed, key=lambda one: one[0])]

    def rarest(self) -> list[SeedFeatures]:
        """The seeds, the rarest first; of equally rare ones the first."""
        return sorted(self._seeds, key=lambda seed: -self.bits(seed))


def described(seeds: Iterable[SeedFeatures]) -> dict[str, ActFeatures]:
    """What acts and features there are, by the name of the act, each as the first seed tells it that has it."""
    found = dict[str, ActFeatures]()
    for seed in seeds:
        for name, act in seed.acts.items():
            known = found.setdefault(name, act)
            names = {feature.name for feature in known.features}
            more = tuple(feature for feature in act.features if feature.name not in names)
            if more:
                found[name] = replace(known, features=known.features + more)
    return found
