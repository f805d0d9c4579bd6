"""Answering on paper: large-print sheets to print, and typing in what stands on them."""
