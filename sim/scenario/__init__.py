"""Scenario files: from YAML to records, with every mistake said in one line."""
