"""The scenes: one module each, found by scanning."""
