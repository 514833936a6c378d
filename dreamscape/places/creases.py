"""The patterns in which a sheet of paper is creased; glsl/acts/creases.glsl draws them."""

PATTERNS = ("pleats", "herringbone", "rosette", "waves", "triangles")
