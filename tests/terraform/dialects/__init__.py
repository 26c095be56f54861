"""What an environment plans in each provider generation, in words that can be compared."""
