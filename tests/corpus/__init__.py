"""Real descriptions against the gates that every generated package must pass: `make corpus`."""
