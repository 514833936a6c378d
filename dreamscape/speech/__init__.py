"""Speech: from spelling to phones, and when each letter of a line is spoken."""
