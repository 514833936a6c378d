"""Draws a dream: the renderer, its acts' layers, and what a picture comes from."""
