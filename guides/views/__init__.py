"""The pages of what is known: the same for everybody, with no cookie."""
