"""The session and what belongs to it."""
