"""`python -m app` is the `tandem` command."""

from app.cli import main

main()
