"""The kinds of parameters: what each takes, how controls set it, and how a shader gets it."""
