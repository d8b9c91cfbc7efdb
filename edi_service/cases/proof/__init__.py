"""The proof beside a policy: single claims, and what must come of them."""
