"""The work on cases in a store: asking, hearing, mending, and what people do."""
