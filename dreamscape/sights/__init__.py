"""Sights: what is seen in each of the dream's places, moment by moment, with what a seed makes of it."""
