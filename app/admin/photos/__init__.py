"""Photos that await a look, under /v1/staff."""
