"""Features: what a seed chooses in each of the dream's places, by name, from the same choices that draw it."""
