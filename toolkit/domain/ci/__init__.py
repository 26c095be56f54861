"""What a pipeline has to know: which environments a change affects, and which jobs it needs."""
