"""The session: a dream in a window, with its options, opening and settings."""
