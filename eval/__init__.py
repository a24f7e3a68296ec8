"""Questions with judged quotes become metrics; benchmarks."""
