"""Measured costs of drawing acts, shifts and tiers, as numbers and as Markdown tables."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

SHOWN = 0.5  # ms: layers that take less at every tier are left out of the table


@dataclass(slots=True)
class ActCost:
    """An act at one tier, ms: whole frames, each layer's share of a frame, and the first frame with compilation."""

    scene: str
    frames: list[float] = field(default_factory=list)
    layers: dict[str, list[float]] = field(default_factory=dict)
    first: float = 0.0

    @property
    def p95(self) -> float:
        """The 95th percentile of a frame."""
        return sorted(self.frames)[min(len(self.frames) - 1, int(0.95 * len(self.frames)))]


@dataclass(slots=True)
class ShiftCost:
    """A shift at one tier, ms: its frames, and those of its two acts alone at the same moments."""

    name: str
    through: str
    frames: list[float] = field(default_factory=list)
    alone: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))

    @property
    def dearer(self) -> float:
        """The median of the dearer act's frames."""
        return max(map(statistics.median, self.alone))

    @property
    def factor(self) -> float:
        """The cost of the shift's frame relative to that of the dearer act."""
        return statistics.median(self.frames) / self.dearer


@dataclass(slots=True)
class TierCost:
    """All costs at one tier; `ready` is ms until all acts were compiled and had shown a first frame."""

    name: str
    acts: list[ActCost]
    shifts: list[ShiftCost] = field(default_factory=list)
    ready: float = 0.0


def numbers(tiers: Sequence[TierCost]) -> dict[str, Any]:
    """The costs for JSON, ms to two decimals."""
    return {
        tier.name: {
            "ready": round(tier.ready, 1),
            "acts": [
                {
                    "scene": act.scene,
                    "median": _median(act.frames),
                    "p95": round(act.p95, 2),
                    "first": round(act.first, 2),
                    "layers": {name: round(statistics.mean(times), 2) for name, times in act.layers.items()},
                }
                for act in tier.acts
            ],
            "shifts": [
                {
                    "shift": shift.name,
                    "through": shift.through,
                    "median": _median(shift.frames),
                    "dearer act": round(shift.dearer, 2),
                    "factor": round(shift.factor, 2),
                }
                for shift in tier.shifts
            ],
        }
        for tier in tiers
    }


def tables(tiers: Sequence[TierCost]) -> str:
    """The costs as tables in Markdown: acts, layers by act, shifts."""
    acts = _table(
        ("act", *(f"{tier.name} {what}" for tier in tiers for what in ("median", "95 %", "first"))),
        (
            (one.scene, *(_ms(v) for act in row for v in (statistics.median(act.frames), act.p95, act.first)))
            for one, row in _rows(tiers, lambda tier: tier.acts)
        ),
    )
    layers = _table(("act", "layer", *(tier.name for tier in tiers)), _layer_rows(tiers))
    shifts = _table(
        ("shift", "through", *(f"{tier.name} {what}" for tier in tiers for what in ("median", "dearer act", "factor"))),
        (
            (
                one.name,
                one.through,
                *(v for s in row for v in (_ms(statistics.median(s.frames)), _ms(s.dearer), f"{s.factor:.2f}")),
            )
            for one, row in _rows(tiers, lambda tier: tier.shifts)
        ),
    )
    ready = "; ".join(f"{tier.name} {tier.ready / 1e3:.2f} s" for tier in tiers)
    parts = [
        "A frame, all in, ms:",
        acts,
        f"All acts compiled and first frames shown: {ready}",
        "By layer, mean ms:",
        layers,
    ]
    return "\n\n".join([*parts, "Shifts, ms:", shifts] if tiers[0].shifts else parts)


def _rows(
    tiers: Sequence[TierCost], part: Callable[[TierCost], Sequence[Any]]
) -> Iterable[tuple[Any, tuple[Any, ...]]]:
    """The same act or shift at every tier, preceded by the first."""
    return ((row[0], row) for row in zip(*map(part, tiers), strict=True))


def _layer_rows(tiers: Sequence[TierCost]) -> Iterable[tuple[str, ...]]:
    for one, row in _rows(tiers, lambda tier: tier.acts):
        for name in one.layers:
            costs = [statistics.mean(act.layers[name]) for act in row]  # some are not prepared in each frame
            if max(costs) >= SHOWN:
                yield one.scene, name, *map(_ms, costs)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    shown = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines]
    return "\n".join([shown[0], "| " + " | ".join("-" * width for width in widths) + " |", *shown[1:]])


def _ms(value: float) -> str:
    return f"{value:.1f}"


def _median(times: Sequence[float]) -> float:
    return round(statistics.median(times), 2)
