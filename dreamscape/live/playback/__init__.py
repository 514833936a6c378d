"""Playback of a dream: the position in it, jumps, pace and sound."""
