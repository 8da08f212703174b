"""``python -m qingname``: the command line."""

from qingname.cli import main

if __name__ == "__main__":
    main()
