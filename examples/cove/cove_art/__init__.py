"""A cove in the mist: the package of docs/write-a-layer.md."""
