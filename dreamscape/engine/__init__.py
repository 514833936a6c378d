"""Draws a dream: render requests, the renderer and its acts' layers; recordings of sessions."""
