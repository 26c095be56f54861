"""Parts of the documentation that are written from what they are about."""
