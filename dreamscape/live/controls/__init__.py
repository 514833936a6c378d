"""Inputs of a live session: pointers, keys, heart rate, sound, controllers."""
