"""Ways in: each turns somebody's wish into one call of the service."""
