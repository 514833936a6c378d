"""The key: two helices, and their chimes."""
