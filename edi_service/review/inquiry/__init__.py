"""
Asking where a request stands, and reading what is answered: 005010X215.

No complete guide of it is public.  What is written is the small core that several public messages
have in common; what is read is taken as far as it can be understood, and is held against the rules
of its structure, not against a map.
"""
