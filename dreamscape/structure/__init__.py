"""Structure: the beats, bars, sections, builds and drops of a whole song, and the acts of a dream that dances to it."""
