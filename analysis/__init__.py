"""The second floor: answers become counts, counts a protected release, and only a release becomes a chart."""
