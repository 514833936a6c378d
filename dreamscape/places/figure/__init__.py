"""The dreamer's body."""
