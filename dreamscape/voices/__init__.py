"""Voices: each a frozen dataclass of parameters that renders one sound, once or continuously."""
