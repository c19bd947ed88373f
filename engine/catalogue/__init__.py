"""Published kinds: each version is an immutable bundle named by its hash; documents stay on the version they started with.

A `KindVersion` holds bundle (with the shared forms it uses, ADR 0012) and compiled specification; `queries.version` gives
it read, `queries.current` the newest. `commands.publish` is called through `acts.publish`, which plays the scenarios first.
"""
