"""The door: its glyphs, and how it opens."""
