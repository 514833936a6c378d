"""Files, read and written with care: those that people name, the program's own, TOML, media."""
