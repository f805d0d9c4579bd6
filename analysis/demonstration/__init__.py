"""A fictional council of 569 children in care, to try Heard on. Every person, figure and place in it is invented."""
