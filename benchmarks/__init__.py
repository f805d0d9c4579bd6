"""Speed, weight and memory. Ratios to a limit measured in the same run: this machine's absolutes mean little."""
