"""What a dream is: its file, its timeline, and the inputs that reach it."""
