"""The order of things: from files to products."""
