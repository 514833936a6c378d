"""The documentation names files, classes and pages: what breaks here sends readers to something that is gone."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import moderngl
import pytest
from test_imports import FOLDERS, MODULES, ORDER

import dreamscape
from dreamscape import catalogue
from dreamscape.parameters import declared
from dreamscape.quality import TIERS
from dreamscape.rng import Streams

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
PLACES = tuple(
    ROOT / folder
    for folder in (
        "",
        "dreamscape",
        "dreamscape/physics",
        "dreamscape/glsl",
        "dreamscape/glsl/shared",
        "dreamscape/layers",
    )
)  # what paths on the pages begin at
CODE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"([\w./-]+\.(?:py|glsl|npy|npz))(?::([\w.]+))?")
FOLDER = re.compile(r"((?:dreamscape|assets|seeds|tests|benchmarks|scripts|docs)/(?:[\w-]+/)*)")
MODULE = re.compile(r"\bdreamscape(?:\.[A-Za-z_]\w*)+")
MEMBER = re.compile(r"[A-Z][a-z][A-Za-z]*\.[a-z_]\w*")
EXAMPLES = {
    "saver.py",
    "cove.py",
    "FILE.py",
    "lanterns.py",
    "lanterns.glsl",
    "lit_cove.py",
    "dreamscape.exe",
    "dreamscape.scr",
    "Image.frag",
    "Common.frag",
    "BufferA.frag",
    "BufferD.frag",
}  # what readers write or make themselves
LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def code_spans(page: Path) -> Iterator[str]:
    yield from CODE.findall(FENCED.sub("", page.read_text("utf-8")))


def located(path: str) -> Path | None:
    return next((place / path for place in PLACES if (place / path).exists()), None)


@cache
def names(path: Path) -> frozenset[str]:
    """What a module defines, members of its classes as `Class.member`."""
    defined = set[str]()
    for node in ast.parse(path.read_text("utf-8")).body:
        defined |= set(_targets(node))
        if isinstance(node, ast.ClassDef):
            defined |= {f"{node.name}.{name}" for item in node.body for name in _targets(item)}
    return frozenset(defined)


def _targets(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.ClassDef() | ast.FunctionDef():
            yield node.name
        case ast.Assign():
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name()):
            yield node.target.id
        case ast.ImportFrom() | ast.Import():
            yield from (alias.asname or alias.name for alias in node.names)
        case ast.If():
            yield from (name for item in node.body for name in _targets(item))


def missing_files(page: Path) -> Iterator[str]:
    for span in code_spans(page):
        for path, name in FILE.findall(span):
            if path in EXAMPLES:
                continue
            file = located(path)
            if file is None:
                yield path
            elif name and name not in names(file):
                yield f"{path}:{name}"
        yield from (folder for folder in FOLDER.findall(span) if located(folder) is None)


def missing_names(page: Path) -> Iterator[str]:
    """Dotted names that are neither a module nor something that a module defines."""
    for dotted in MODULE.findall(page.read_text("utf-8")):
        name = dotted.removeprefix("dreamscape.")
        module, _, attribute = name.rpartition(".")
        own = dreamscape.__all__ if not module else names(MODULES[module]) if module in MODULES else ()
        if dotted in EXAMPLES or name in MODULES or attribute in own:
            continue
        yield dotted


@cache
def anchors(page: Path) -> frozenset[str]:
    """The anchors of a page's headings, as GitHub and the site make them."""
    headings = HEADING.findall(FENCED.sub("", page.read_text("utf-8")))
    return frozenset(re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-") for text in headings)


def broken_links(page: Path) -> Iterator[str]:
    for link in LINK.findall(FENCED.sub("", page.read_text("utf-8"))):
        path, _, anchor = link.partition("#")
        if "://" in link:
            continue
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield link


def missing_members(page: Path) -> Iterator[str]:
    """`Class.member` of no class of the package."""
    defined = frozenset().union(*map(names, MODULES.values()))
    yield from (span for span in code_spans(page) if MEMBER.fullmatch(span) and span not in defined | EXAMPLES)


@pages
def test_files_and_what_is_in_them_are_there(page: Path) -> None:
    assert list(missing_files(page)) == []


@pytest.mark.slow
@pages
def test_modules_and_what_they_define_are_there(page: Path) -> None:
    assert [*missing_names(page), *missing_members(page)] == []


@pages
def test_links_lead_somewhere(page: Path) -> None:
    assert list(broken_links(page)) == []


def test_the_architecture_has_every_folder() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = text.partition("## The folders")[2].partition("\n## ")[0]
    rows = {name for line in table.splitlines() if line.startswith("| `") for name in CODE.findall(line.split("|")[1])}
    expected = {name for row in ORDER for name in row if "." not in name} - {"__main__"}
    assert rows == expected
    assert rows >= {name for name in FOLDERS if "." not in name}


def test_the_page_of_all_layers_has_each_with_its_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    text = import_module("layers_page").page({"sky": {"act": "shore", "seconds": 8.0}}, {"sky"})
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert list(sections) == catalogue.layer_names()
    for name, section in sections.items():
        assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(declared(catalogue.layer(name)))
    assert "layers/sky-act.jpg" in sections["sky"]


def test_the_reference_has_all_that_lasts() -> None:
    text = (ROOT / "docs" / "python.md").read_text("utf-8")
    documented = set(re.findall(r"^::: dreamscape\.(\w+)$", text, re.MULTILINE))
    assert documented == set(dreamscape.__all__) - {"__version__"}


def test_the_layer_of_the_readme_compiles(
    ctx: moderngl.Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = PAGES[0].read_text("utf-8")
    for suffix, language in (("py", "python"), ("glsl", "glsl")):
        (code,) = re.findall(rf"^```{language}\n((?:[^`]*\n)?(?:class Mist|#include)[^`]*)^```$", text, re.MULTILINE)
        (tmp_path / f"readme_mist.{suffix}").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    layer: dreamscape.Layer = import_module("readme_mist").Mist(ctx, TIERS["low"], Streams(7), {"density": 0.5})
    assert "density" in layer.shader.declared
    del sys.modules["readme_mist"]


def test_the_site_has_every_page() -> None:
    listed = set(re.findall(r"[\w-]+\.md", (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[2]))
    assert {page.name for page in (ROOT / "docs").glob("*.md")} <= listed


@pytest.mark.slow
def test_a_name_that_is_gone_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "`clock.py:Moment` `clock.py:Nothing` `gone/away.py` `dreamscape/nowhere/` `rng.py:Streams.at`\n"
        "`Renderer.draw` `Renderer.nothing` dreamscape.clock.Moment dreamscape.clock.Nothing dreamscape.nowhere\n"
        "[it](page.md#a-heading) [not](page.md#nothing) [gone](gone.md)\n\n# A heading\n"
    )
    assert list(missing_files(page)) == ["clock.py:Nothing", "gone/away.py", "dreamscape/nowhere/"]
    assert list(missing_names(page)) == ["dreamscape.clock.Nothing", "dreamscape.nowhere"]
    assert list(missing_members(page)) == ["Renderer.nothing"]
    assert list(broken_links(page)) == ["page.md#nothing", "gone.md"]
