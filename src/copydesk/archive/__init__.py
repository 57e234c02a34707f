"""Records on disk: the same records later, whatever happens in between."""
