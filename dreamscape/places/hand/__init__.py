"""The open hand: its pose and its veins."""
