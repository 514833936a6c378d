"""A film in segments: drawn, encoded and kept one by one."""
