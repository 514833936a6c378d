"""Hearing: what the dream makes of sound from outside: how loud it is in bands, what begins in it, and its beat."""
