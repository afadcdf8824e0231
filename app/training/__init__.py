"""The training of mentors: short modules, each with a quiz."""
