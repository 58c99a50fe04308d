"""Run a module as ``python -m`` does, but let sqlite3.connect wait for a lock for 0.5 s unless it is asked for more."""

import functools
import runpy
import sqlite3
import sys

sqlite3.connect = functools.partial(sqlite3.connect, timeout=0.5)  # type: ignore[assignment]
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
