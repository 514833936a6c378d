"""The way of the data: imports point one way. What breaks here ties the world to the GPU, or the dream to the clock."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import dreamscape

PACKAGE = Path(dreamscape.__file__).parent

# The folders of the package, and the modules beside them, from the ground up: each may import from the rows above its
# own, and from nothing else of the package. The modules of one folder may use each other, but not in a circle.
ORDER = (
    ("arrays", "errors", "text", "languages", "clock", "rng", "resources"),
    ("perlin", "camera", "colour", "easing"),
    ("parameter_kinds", "flash", "system", "oklab"),
    ("files", "arguments", "parameters", "quality", "physics"),
    ("dream",),
    ("places", "options", "typesetting"),
    ("synthesis", "speech", "media", "picture_data"),
    ("world", "memories"),
    ("voices", "hearing", "render", "sights", "features"),
    ("describing",),
    ("scenes", "shaders", "songs", "structure", "imagine"),
    ("audio", "layers", "devices", "export.encoding", "authoring"),
    ("catalogue", "layer", "scene"),
    ("engine",),
    ("live.controls",),
    ("export.container", "export.segments", "live.overlay", "live.playback", "live.store", "pictures"),
    ("export", "live.session", "saver"),
    ("live.menu",),
    ("live",),
    ("commands",),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, row in enumerate(ORDER) for name in row}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


MODULES = {name: path for path in sorted(PACKAGE.rglob("*.py")) if (name := module_name(path))}


# An import, inside functions too: a line of its own, or more within parentheses. To parse all files takes 2 s.
IMPORT = re.compile(r"^[ \t]*(from [.\w]+ import (?:\([^)]*\)|[^(\n]+)|import [^\n]+)$", re.MULTILINE)


@cache
def text(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def imports(path: Path) -> list[ast.stmt]:
    """The imports of a file; read once for all tests."""
    return ast.parse("\n".join(IMPORT.findall(text(path)))).body


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports anywhere."""
    for node in imports(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole.removeprefix("dreamscape.") in MODULES else node.module


def own(path: Path) -> set[str]:
    """What a file imports of the package."""
    inside = {name.removeprefix("dreamscape.") for name in imported(path) if name.startswith("dreamscape.")}
    return {name for name in inside if name in MODULES}


FOLDERS = sorted(name for name, path in MODULES.items() if path.name == "__init__.py" and name)


def row(name: str) -> str:
    """The folder that a module lies in, as ORDER names it; `places.shore` stands under `places`."""
    while name not in RANK:
        name, dot, _ = name.rpartition(".")
        assert dot, f"dreamscape.{name} is new: give it a place in ORDER"
    return name


def test_a_module_imports_only_what_lies_before_it() -> None:
    late = {}
    for name in set(MODULES) - set(FOLDERS):
        here = row(name)
        others = {other: row(other) for other in own(MODULES[name])}
        late[name] = {other for other, its in others.items() if RANK[its] >= RANK[here] and its != here}
    assert {name: others for name, others in late.items() if others} == {}


def test_nothing_imports_in_a_circle() -> None:
    TopologicalSorter({name: own(path) for name, path in MODULES.items()}).prepare()


def test_no_two_folders_import_each_other() -> None:
    """Not even by different modules: a folder is understood without those that come after it."""
    for folder in (_folder, _top_folder):
        graph: dict[str, set[str]] = {}
        for name, path in MODULES.items():
            if name and name not in FOLDERS:
                graph.setdefault(folder(name), set()).update(map(folder, own(path)))
        TopologicalSorter({name: others - {name} for name, others in graph.items()}).prepare()


def _folder(name: str) -> str:
    return name.rpartition(".")[0] or name


def _top_folder(name: str) -> str:
    return name.partition(".")[0]


def test_packages_import_nothing_themselves() -> None:
    for name in FOLDERS:
        assert own(MODULES[name]) == set()


def test_the_order_names_no_module_that_is_gone() -> None:
    assert set(RANK) <= set(MODULES)


READERS = ("media", "picture_data", "memories.clips", "memories.voice_notes")  # of files, which FFmpeg decodes


def tops(name: str) -> set[str]:
    """The packages that a module imports from."""
    return {module.partition(".")[0] for module in imported(MODULES[name])}


def drawn_by_lot(path: Path) -> set[str]:
    """The calls of a file that make random numbers."""
    if not re.search(r"\brandom\b|\burandom\b", text(path)):
        return set()
    calls = (node for node in ast.walk(ast.parse(text(path))) if isinstance(node, ast.Call))
    called = [call.func for call in calls if isinstance(call.func, ast.Attribute)]
    named = {ast.unparse(func) for func in called if func.attr == "urandom" or isinstance(func.value, ast.Attribute)}
    return {call for call in named if call.startswith(("np.random.", "numpy.random.")) or call == "os.urandom"}


def without_gpu(name: str) -> bool:
    return row(name) in ("scenes", "audio") or (RANK[row(name)] < RANK["render"] and name not in READERS)


def test_the_world_knows_nothing_of_drawing() -> None:
    drawing = {"moderngl", "pygame", "av", "click", "rich"}
    named = {name: tops(name) & drawing for name in set(MODULES) - set(FOLDERS) if without_gpu(name)}
    assert {name: found for name, found in named.items() if found} == {}


def test_only_the_clock_reads_time() -> None:
    assert [name for name in MODULES if name != "clock" and tops(name) & {"time", "datetime"}] == []


def test_only_rng_makes_randomness() -> None:
    sources = {"random", "secrets", "uuid"}
    assert [name for name in MODULES if name != "rng" and tops(name) & sources] == []
    assert [name for name in MODULES if name != "rng" and "numpy.random" in set(imported(MODULES[name]))] == []
    assert [name for name in MODULES if name != "rng" and drawn_by_lot(MODULES[name])] == []


def test_shader_text_lives_in_shader_files() -> None:
    words = "#version", "gl_Position", "gl_FragCoord", "void main"
    texts = {name: text(path) for name, path in MODULES.items() if name != "render.shader_source"}
    assert [name for name, written in texts.items() if any(word in written for word in words)] == []


def test_importing_the_package_is_fast() -> None:
    """`dreamscape --version` and tab completion load this; NumPy alone would cost more than all of it."""
    program = "import sys, dreamscape; print(sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(ast.literal_eval(done.stdout))
    assert "dreamscape" in loaded
    assert not loaded & {"numpy", "moderngl", "pygame", "av", "rich", "click", "msgspec"}


@pytest.mark.slow
def test_a_film_loads_only_what_it_needs(tmp_path: Path) -> None:
    """What sets captions, knows words and finds other packages takes a tenth of the start of a film with none."""
    (tmp_path / "bare.py").write_text(
        "from dreamscape import Scene\n\n\nclass Bare(Scene):\n    layers = ()\n", "utf-8"
    )
    program = "import sys; from dreamscape.cli import run; print(run(sys.argv[1:]), sorted(sys.modules))"
    words = ["--scene", str(tmp_path / "bare.py"), "--size", "64x36", "--to", "0.04", "--no-sound", "--no-captions"]
    command = [sys.executable, "-c", program, "export", str(tmp_path / "film.mp4"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    code, _, loaded = done.stdout.partition(" ")
    assert code == "0"
    unneeded = {"uharfbuzz", "freetype", "bidi", "platformdirs", "email", "dreamscape.speech", "dreamscape.typesetting"}
    unneeded |= {"dreamscape.shaders.model", "dreamscape.export.reencode"}
    assert set(ast.literal_eval(loaded)) & unneeded == set()
