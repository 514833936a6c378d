"""Films, pictures and sound as files."""
