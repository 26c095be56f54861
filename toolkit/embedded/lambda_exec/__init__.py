"""Lambda functions run for real: their zip, in an interpreter of their own, kept warm."""
