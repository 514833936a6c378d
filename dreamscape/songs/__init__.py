"""Songs one after the other: which files, in which order, and how one passes into the next."""
