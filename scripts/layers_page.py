"""The page of all layers, written from the code as it is; part of the documentation's site (`make docs`)."""

import inspect
from collections.abc import Collection, Mapping
from typing import Any

from dreamscape import catalogue
from dreamscape.parameters import Declaration, declared
from dreamscape.render.layer import Layer

HEAD = """# Layers

What the scenes are made of. On the left is the moment at which most of a layer is seen in the canonical dream, on the
right the layer alone, on grey. Scenes set the parameters of their layers, and so do knobs and OSC, as in
`/ocean/glow 1.5` ([controls](play.md#controls)).
"""


def page(moments: Mapping[str, Mapping[str, Any]], alone: Collection[str]) -> str:
    """All layers in alphabetical order, each with its pictures, what it is, and its parameters.

    Args:
        moments: by layer, the `act` and the `seconds` into it of its picture.
        alone: names of those that have a picture of their own.
    """
    return HEAD + "".join(_section(name, layer, moments, alone) for name, layer in catalogue.layers().items())


def _section(name: str, layer: type[Layer], moments: Mapping[str, Mapping[str, Any]], alone: Collection[str]) -> str:
    lines = ["", f"## {name}", "", f"{_first(inspect.getmodule(layer))} {_first(layer)}", ""]
    if moment := moments.get(name):
        lines += _pictures(name, f"{moment['act']}, {moment['seconds']:.0f} s", name in alone)
    if parameters := declared(layer):
        lines += ["| parameter | default | bounds | unit | |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(item) for item in parameters.values()]
    return "\n".join(lines) + "\n"


def _first(item: object) -> str:
    """The first paragraph of a docstring, as one line."""
    return " ".join(inspect.cleandoc(item.__doc__ or "").partition("\n\n")[0].split())


def _pictures(name: str, where: str, alone: bool) -> list[str]:
    picture = f"![{name} alone](layers/{name}.jpg)" if alone else "it draws nothing by itself"
    return [f"| {where} | alone |", "| --- | --- |", f"| ![{name}](layers/{name}-act.jpg) | {picture} |", ""]


def _row(item: Declaration[Any]) -> str:
    return f"| `{item.name}` | {item.written()} | {item.bounds()} | {item.unit} | {item.about} |"
