"""Memories of one's own: which droplet holds which, as their turns go by."""

OPENING = 3  # droplets that open in turn; the first bodies of the act
RESERVED = 19  # most that are held at once


def held_by(body: int, turn: int, count: int) -> int:
    """The place, in the order of the memories, of the one that a droplet holds.

    Each three turns the three droplets that open have opened, and all go on by three.

    Args:
        body: its number.
        turn: the number of the turn, from 0 on.
        count: how many memories there are.
    """
    return (body + OPENING * (max(turn, 0) // OPENING)) % count


def opened(turn: int, count: int) -> int:
    """The place of the memory that is opened in a turn."""
    return max(turn, 0) % count
