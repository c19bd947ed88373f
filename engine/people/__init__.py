"""Who works here: units, persons, appointments to posts, roles, substitutions by order."""
