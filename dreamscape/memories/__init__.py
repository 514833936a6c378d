"""Photographs, clips, voice notes and lines of text of one's own: found, read within bounds, and painted."""
