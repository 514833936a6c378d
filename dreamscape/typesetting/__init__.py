"""Typesetting: text of any script as shaped glyphs of the program's own face and the system's, and as coverage."""
