"""The menu over a dream: its sections and rows, layout, input handling and drawing."""
