"""Who works here: units, persons, appointments to posts, roles, substitutions by order.

Posts and substitutions hold from a day to a day, so every question is asked for today. Other rooms get *cards* and
`actor`, never rows. Called by everybody above; it calls nobody.
"""
