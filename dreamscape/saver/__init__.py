"""The screensaver: its hosts, its windows, how gently it draws, and when it starts and ends."""
