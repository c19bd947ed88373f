"""The feed: everybody learns of every act on what concerns him (K-30).

`commands.SENTENCES` is the closed list of what may be told (docs/reference/notices.md); `announce` tells everybody but the
one who acts. Called by acts, steps and instances.
"""
