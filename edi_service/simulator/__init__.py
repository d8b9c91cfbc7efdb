"""
A payer to practise with: it answers our 278 requests, by a script, and decides nothing in earnest.

It knows X12, the guides and acknowledgments.  It shares no code with what decides about claims and
cases, so that what the service hears from it was not said by the service itself.
"""
