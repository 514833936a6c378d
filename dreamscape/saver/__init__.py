"""The screensaver: the hosts it runs under, its manners, and when it leaves."""
