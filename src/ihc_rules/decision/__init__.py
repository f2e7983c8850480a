"""A report × the edition in force → what follows and why: decide, ask, explain."""
