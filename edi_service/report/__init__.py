"""What was found, as rows and totals."""
