"""`python -m toolkit` is `snowops`."""

from toolkit.cli.main import main

if __name__ == "__main__":
    main()
