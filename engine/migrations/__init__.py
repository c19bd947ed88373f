"""The database's shape, step by step. Each step has a name and goes both ways; `engine.upgrade` runs them."""
