"""The audit of a run: what was found by place, provider and payer, and which requests were due."""
