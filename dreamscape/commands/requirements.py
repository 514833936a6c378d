"""What the package asks for, as its own metadata has it, and what of that is installed."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from packaging.requirements import Requirement

PACKAGE = "dreamscape"


@dataclass(frozen=True, slots=True)
class Package:
    """A package that is asked for here.

    Attributes:
        name: of the package.
        versions: that would do, such as `>=1.3`; empty for any.
        found: the version that is installed; empty for none.
        fits: whether it would do.
    """

    name: str
    versions: str
    found: str
    fits: bool


def extras() -> list[str]:
    """The names of what can be asked for beside what is always needed, in order."""
    return sorted(metadata.metadata(PACKAGE).get_all("Provides-Extra") or [])


def packages(extra: str = "") -> list[Package]:
    """What is always needed here, or what an extra adds to it, in order; what is of other systems is left out.

    Raises:
        PackageNotFoundError: this program was not installed as a package.
    """
    return sorted((_package(one) for one in _asked(extra)), key=lambda package: package.name)


def _asked(extra: str) -> Iterator[Requirement]:
    for one in map(Requirement, metadata.requires(PACKAGE) or []):
        always = one.marker is None or one.marker.evaluate({"extra": ""})
        if (not extra and always) or (extra and not always and one.marker and one.marker.evaluate({"extra": extra})):
            yield one


def _package(asked: Requirement) -> Package:
    try:
        found = metadata.version(asked.name)
    except metadata.PackageNotFoundError:
        return Package(asked.name, str(asked.specifier), "", False)
    return Package(asked.name, str(asked.specifier), found, asked.specifier.contains(found, prereleases=True))
