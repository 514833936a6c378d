"""Flashes: measured as WCAG 2.3.1 defines them, and limited. No GPU."""
