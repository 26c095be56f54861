"""Events that no person caused: generated from a seed, for tests and benchmarks."""
