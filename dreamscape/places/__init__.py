"""What the scenes are made of: land, streets, doors, faces, as arrays. No GPU."""
