"""Everything that moves, stepped in whole ticks, and the contract of the scenes that it moves in."""
