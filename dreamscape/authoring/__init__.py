"""Code of authors: scenes in files of their own, and mistakes in them."""
