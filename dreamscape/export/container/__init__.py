"""What goes into the file beside the picture: chapters, titles, tags, sound."""
