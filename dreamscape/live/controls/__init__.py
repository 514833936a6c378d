"""What reaches a live session from outside: pointers, keys, pulses, sound, controllers."""
