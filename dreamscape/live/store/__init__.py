"""What is kept from one session to the next: settings, favourites and the playlist."""
