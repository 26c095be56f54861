"""What roles and resource policies may allow, and who needs it."""
