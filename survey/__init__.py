"""The first floor: people, rounds, visits and responses. It owns the database and does not know that charts exist."""
