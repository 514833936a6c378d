"""The building blocks of voices: their interface, noise, resonances, envelopes."""
