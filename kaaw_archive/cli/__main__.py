"""``python -m kaaw_archive.cli`` is ``kaaw``."""

from kaaw_archive.cli import main

main()
