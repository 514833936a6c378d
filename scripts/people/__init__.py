"""Bodies for the scripts that bake people."""
