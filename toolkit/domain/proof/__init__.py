"""The proof that nothing personal comes through: marked records, and the search for the marks."""
