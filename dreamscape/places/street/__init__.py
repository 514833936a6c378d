"""The street of spires: its crystals and those who walk there."""
