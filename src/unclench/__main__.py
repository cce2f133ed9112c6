"""`python -m unclench`."""

from unclench.app.cli import main

if __name__ == "__main__":
    main()
