"""What a package is worth, and to whom it needs to be worth it."""
