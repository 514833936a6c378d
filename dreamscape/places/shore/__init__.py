"""The cliff, the stones and the coast line of the shore."""
