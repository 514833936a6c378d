"""GLSL as other programs take it (1.20, ES 1.00 and 3.00), written as GLSL 3.30: token by token, line by line."""

import re

from dreamscape.errors import InputError

_TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))|(?P<directive>^[ \t]*\#(?:[^\n\\/]|\\\n|\\|/(?![/*]))*)"
    r"|(?P<number>(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\w*)|(?P<word>[A-Za-z_]\w*)",
    re.DOTALL | re.MULTILINE,
)
_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*(\w*)")
_DATA = re.compile(r"\bgl_FragData\s*\[\s*0\s*\]")
RENAMED = {
    "gl_FragColor": "shader_colour",
    "texture2D": "texture",
    "texture2DRect": "texture",
    "textureCube": "texture",
    "texture2DLod": "textureLod",
    "texture2DLodEXT": "textureLod",
    "texture2DProj": "textureProj",
    "texture2DProjLod": "textureProjLod",
    "texture2DGradEXT": "textureGrad",
    "textureCubeLodEXT": "textureLod",
    "attribute": "in",
    "main": "shader_main",
    "sampler2DRect": "sampler2D",
}
# Words that GLSL 3.30 keeps for itself, but that other dialects leave to authors.
_RESERVED = """common partition active asm class union enum typedef template this packed goto inline noinline volatile
public static extern external interface long short half fixed unsigned superp input output hvec2 hvec3 hvec4 fvec2 fvec3
fvec4 filter image1D image2D image3D imageCube sizeof cast namespace using row_major sample patch subroutine buffer
shared resource double dvec2 dvec3 dvec4"""
RESERVED = frozenset(_RESERVED.split())


def translated(text: str, where: str, stage: str = "fragment") -> str:
    """A stage as GLSL 3.30, without the version and extensions; lines stay where they are.

    Args:
        text: the source.
        where: names it in messages.
        stage: `fragment` or `vertex`.

    Raises:
        InputError: it includes another file.
    """
    varying = {"varying": "in" if stage == "fragment" else "out"}

    def word(name: str) -> str:
        if name in varying:
            return varying[name]
        return RENAMED.get(name) or (f"{name}_" if name in RESERVED else name)

    def token(match: re.Match[str]) -> str:
        found = match[0]
        if match["comment"]:
            return " " + "\n" * found.count("\n")
        if match["directive"]:
            kind = _DIRECTIVE.match(found)
            name = kind[1] if kind else ""
            if name == "include":
                line = text.count("\n", 0, match.start()) + 1
                raise InputError(f"{where}:{line}: #include: expected a shader that stands alone")
            if name in ("version", "extension", "line", "pragma"):
                return "\n" * found.count("\n")
            return re.sub(r"[A-Za-z_]\w*", lambda one: word(one[0]), found)
        return word(match["word"]) if match["word"] else found

    ascii_only = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ").encode("ascii", "replace").decode("ascii")
    )
    return _DATA.sub("shader_colour", _TOKEN.sub(token, ascii_only))
