"""The model of a dream: its file, its timeline, and the inputs that reach it."""
