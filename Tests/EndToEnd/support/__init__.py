"""Servers and accounts for the tests."""
