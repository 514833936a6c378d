"""The process and the machine: cores, child processes, signals, standard streams, memory."""
