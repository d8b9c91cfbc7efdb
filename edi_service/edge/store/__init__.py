"""The store in SQLite or PostgreSQL: what tells of people is sealed, what is done is logged."""
