"""Files that come from partners and go to them, while the service runs."""
