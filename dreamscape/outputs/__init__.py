"""The outputs: film, still, window, screensaver."""
