"""The layers: one .py and one .glsl each, found by scanning."""
