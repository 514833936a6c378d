"""Hearing: loudness in bands, onsets and beat of the sound that the dream listens to."""
