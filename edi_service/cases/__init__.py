"""What a retrospective review can still cure."""
