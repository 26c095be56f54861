"""Rendered trees, kept as text so that a change of a template shows what it does."""
