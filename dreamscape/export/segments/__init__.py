"""A film's segments: drawn, encoded and stored one by one."""
