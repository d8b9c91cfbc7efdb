"""The 278 request (005010X217) and its paper substitutes."""
