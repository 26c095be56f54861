"""What the figures in the documentation are made with; run one with `python -m benchmarks.NAME`."""
