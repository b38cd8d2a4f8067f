"""What every generated client stands on: calls, transports, decoding, errors.

Written by hand and the same in every package. Nothing is imported here, so that
models, errors and the integrity check load without the HTTP library.
"""
