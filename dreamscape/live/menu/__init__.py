"""The menu over a dream: what can be chosen in it, how it lies in the window, how hands move in it, how it is drawn."""
