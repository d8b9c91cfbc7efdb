"""Policies told in words, for people who do not read XML."""
