"""Safe reading and writing of files: the user's, the program's own, and TOML."""
