"""The service that runs: what is looked at, what is worked, and what is told."""
