"""What one press of a person does across desks. Each act: find · may · check · do · keep · tell."""
