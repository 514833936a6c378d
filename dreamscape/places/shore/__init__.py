"""The land of the shore: its cliff, stones and coast line."""
