"""Words over the live picture."""
