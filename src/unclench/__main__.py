"""`python -m unclench`, and the command `unclench`."""


def main() -> None:
    """Run the command line; Ctrl-C is looked after before anything heavy is imported."""
    from unclench.app.stopping import install

    install()
    from unclench.app.cli import main as run

    run()


if __name__ == "__main__":
    main()
