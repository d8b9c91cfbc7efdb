"""The steps, numbered; a step that was released never changes."""
