"""Flashes: measured as WCAG 2.3.1 counts them, and limited. No GPU."""
