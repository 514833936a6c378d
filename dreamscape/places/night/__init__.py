"""The lights of the last act."""
