"""The key: its double helix, and the chimes of its rungs."""
