"""The life of the dream: bodies, strands and dust as pure functions over float32 arrays that the caller owns.

Axes: x right, y up, z into the scene. Metres, seconds; one step is one tick. Every operation at step time is exactly
rounded (add, subtract, multiply, divide, sqrt, comparisons, integers) and in a fixed order, so the same inputs give
the same bytes on every processor; `exact.py` holds what stands in for the rest.
"""
