"""What MkDocs needs beside docs/ to build the site: pages that lie elsewhere, or are made from the code as it is.

README.md becomes the first page, CONTRIBUTING.md and CHANGELOG.md get pages; the page of all layers is written from the
catalogue (layers_page.py); pictures and loops come from out/docs, where `scripts/docs_pictures.py` puts them.
"""

import json
import re
from pathlib import Path
from typing import Any

import layers_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "out" / "docs"
PAGES = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
FILM = '<video controls playsinline preload="none" width="480" title="{0}" src="dance/{0}.mp4"></video>'
FILMED = "`make dance-films`"  # ends the paragraph after which films of dancing acts are shown
LOOP = '<video autoplay loop muted playsinline controls poster="{1}" src="acts/{0}.webm"></video>'


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages and pictures that do not lie in docs/."""
    moments = MADE / "moments.json"
    if not moments.exists():
        raise PluginError(f"{moments.relative_to(ROOT)} is missing; `make docs` draws the pictures first")
    for source, uri in PAGES.items():
        files.append(File.generated(config, uri, content=(ROOT / source).read_text("utf-8")))
    alone = {path.stem for path in MADE.glob("layers/*.jpg")}
    text = layers_page.page(json.loads(moments.read_text("utf-8")), alone)
    files.append(File.generated(config, "layers.md", content=text))
    files.append(File.generated(config, "pictures/icon.png", abs_src_path=str(ROOT / "assets" / "icon" / "64.png")))
    for path in sorted([*MADE.glob("*/*.jpg"), *MADE.glob("*/*.webm"), *MADE.glob("*/*.mp4")]):
        files.append(File.generated(config, path.relative_to(MADE).as_posix(), abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Let links between the repository's files be links between pages; put the loops into the gallery."""
    for source, uri in PAGES.items():
        markdown = re.sub(rf"\]\((?:\.\./)?{re.escape(source)}(#[\w-]+)?\)", rf"]({uri}\1)", markdown)
    markdown = markdown.replace("](docs/", "](")
    if page.file.src_uri == "hearing.md":
        films = "\n".join(FILM.format(path.stem) for path in sorted(MADE.glob("dance/*.mp4")))
        return markdown.replace(f"{FILMED}.\n", f"{FILMED}.\n\n{films}\n")
    return with_loops(markdown) if page.file.src_uri == "gallery.md" else markdown


def with_loops(markdown: str) -> str:
    """Let a loop of each act play in place of its first picture: what follows its heading, `## 1. Shore`."""
    return re.sub(r"^## \d\. (\w+)\n\n!\[.*\]\((.+)\)$", _loop, markdown, flags=re.MULTILINE)


def _loop(found: re.Match[str]) -> str:
    return found[0].partition("\n")[0] + "\n\n" + LOOP.format(found[1].lower(), found[2]) + "\n"
