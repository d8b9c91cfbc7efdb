"""What a payer asks for, and from when to when."""
