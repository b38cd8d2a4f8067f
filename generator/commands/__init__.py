"""One module a command; each ends in a value for `Run.end`, which prints and exits."""
