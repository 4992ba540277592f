"""The page: explore a scenario, compare variants, hold a class. It shows and asks; what it shows is made elsewhere."""
