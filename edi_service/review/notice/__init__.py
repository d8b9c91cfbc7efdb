"""
Telling a payer of an admission, and reading its acknowledgment: 005010X216.

No complete guide of it is public, and what is known of some codes rests on one message; those are
settings of the partner.  A notification asks for nothing: it is sent only to a partner whose
settings name this channel, and never in place of a request for review.
"""
