"""Code sets and calendars as dated data."""
