"""Time a night takes, held against what cannot be avoided: `python -m benchmarks`. See docs/performance.md."""
