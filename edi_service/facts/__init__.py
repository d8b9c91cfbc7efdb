"""What a claim cannot say: eligibility dates, notices, authorizations on file."""
