"""Patient information (275): documents for a services review, written and read piece by piece."""
