"""What a payer answers to a services review (278, 005010X217), read, understood and matched."""
