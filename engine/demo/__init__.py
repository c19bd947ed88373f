"""The demo: an invented university, its people, its test authority, and documents in different states made by the real acts."""
