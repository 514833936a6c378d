"""Sound: voices, the score that plays them, and the mix."""
