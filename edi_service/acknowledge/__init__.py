"""What is answered about a file: TA1, 999 and 277CA, written from findings and read from others."""
