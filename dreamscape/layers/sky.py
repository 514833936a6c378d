"""The sky."""

from dreamscape.layer import Layer


class Sky(Layer):
    """Test."""
