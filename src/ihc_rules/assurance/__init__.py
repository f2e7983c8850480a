"""Guideline → what is known about it: worked cases, schemas."""
