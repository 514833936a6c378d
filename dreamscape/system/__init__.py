"""The process and the machine: cores, child processes, requests to end, standard streams, memory."""
