"""Live playback: the frame loop, actions, captures and reports of a session."""
