"""Extractors to start from when you write your own."""
