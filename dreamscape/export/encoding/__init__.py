"""Formats, codecs and the encoder."""
