"""Text and debug pictures over the live picture."""
