"""What snowops promises, as sentences that are checked."""
