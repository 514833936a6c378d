"""The commands, a module for each kind of use; the command line puts them together."""
