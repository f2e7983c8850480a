"""What staff wrote → what runs: model, parse, check, normalise, load."""
