"""Whether the tests would notice: small faults are planted, one at a time."""
