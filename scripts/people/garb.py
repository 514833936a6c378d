"""What strangers wear."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Garb:
    """What a person wears.

    Attributes:
        sleeve, leg, trunk: m that the cloth stands off arms, legs and trunk.
        skirt: the part of the way from waist to ground where a skirt or coat ends, and how far it flares, m; or None.
        pleats: m, how deep the skirt falls in folds.
        hair: `short`, `bun`, `long`, `tail`, `hood`, `hat`, `curls`.
    """

    sleeve: float = 0.012
    leg: float = 0.016
    trunk: float = 0.014
    skirt: tuple[float, float] | None = None
    pleats: float = 0.008
    hair: str = "short"
    scarf: bool = False
