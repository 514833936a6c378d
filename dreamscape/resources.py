"""Paths of the data that ships with the package: beside the code in a wheel, one folder above it in a checkout."""

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def in_source_tree() -> bool:
    """Whether the package runs from its source tree, as in a clone or an editable install."""
    return (_PACKAGE.parent / "pyproject.toml").is_file()


def folder(kind: Literal["assets", "seeds", "glsl", "layers"]) -> Path:
    """The folder of shipped data of this kind, of a wheel or an editable install.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for candidate in (_PACKAGE / kind, _PACKAGE.parent / kind):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"{kind}: not found in {_PACKAGE}; incomplete, install dreamscape again")


def asset(name: str) -> Path:
    """The path of one file of `assets/`."""
    return folder("assets") / name
