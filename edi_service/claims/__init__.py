"""What an 837 means, one claim at a time."""
