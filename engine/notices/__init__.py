"""The feed: everybody learns of every act on what concerns him (K-30)."""
