"""The door of the last acts: its glyphs, and how it opens."""
