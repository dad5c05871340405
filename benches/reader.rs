//! Benchmarks of reading. Ratios within one run, no limits.

fn main() {}
