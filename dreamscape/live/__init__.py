"""The live session: the loop, the pace, the hands on it, and what it listens to."""
