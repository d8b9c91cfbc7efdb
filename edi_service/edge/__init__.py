"""Where the outside world begins: resources and the reference validator."""
