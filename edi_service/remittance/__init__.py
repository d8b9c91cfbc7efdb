"""What an 835 (005010X221A1) says: claims paid, reduced and denied, and for what reasons."""
