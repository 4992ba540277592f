"""What is handed over: stories, tables and records of results."""
