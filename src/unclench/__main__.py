"""`python -m unclench`, and the command `unclench`."""

import os


def main() -> None:
    """Run the command line; Ctrl-C is looked after before anything heavy is imported."""
    # The matrices are small: threads would cost more than they bring, above all beside others.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from unclench.app.stopping import install

    install()
    from unclench.app.cli import main as run

    run()


if __name__ == "__main__":
    main()
