"""Shaders from elsewhere: ISF and Shadertoy, read from files, translated to GLSL 3.30, drawn by one chain."""
