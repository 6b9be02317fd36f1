"""Do what the command line asks: one module for each kind of command, each command one function."""
