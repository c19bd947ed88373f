"""Published kinds: each version is an immutable bundle named by its hash; documents stay on the version they started with."""
