"""Light seen from under water."""
