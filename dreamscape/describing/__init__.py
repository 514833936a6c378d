"""Describing: what is seen, in words that are said between the voice's lines, for people who do not see it."""
