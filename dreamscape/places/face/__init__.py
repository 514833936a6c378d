"""The face in the water, made of strangers' eyes."""
