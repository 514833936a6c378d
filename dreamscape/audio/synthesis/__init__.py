"""What voices are made with: the contract, noise, resonances, envelopes."""
