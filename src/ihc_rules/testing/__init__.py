"""Help for testing guidelines and what is built on this library: strategies."""
