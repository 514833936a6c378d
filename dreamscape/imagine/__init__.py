"""A dream that is written down in plain words becomes a dream file: places, weather, colours, people, what is said."""
