"""Scanners on what staging and prod render to, and what they report against what was waived."""
