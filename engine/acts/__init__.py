"""What one press of a person does across desks. Each act: find · may · check · do · keep · tell.

An act takes `work` first and never commits. `complete` looks at a press twice (ADR 0005); `outcomes.EFFECTS` is the one
table of what an outcome does besides ending its task; `views` are what pages and API show.
Called by the office, the web and the demo; acts call desks, never the other way round.
"""
