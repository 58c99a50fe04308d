"""Downloader middlewares, one a file: each does one thing to a request or its answer and can be switched off."""

from kaaw_archive.middlewares.conditional import Conditional
from kaaw_archive.middlewares.keep_capture import KeepCapture
from kaaw_archive.middlewares.redirects import Redirects
from kaaw_archive.middlewares.robots import Robots

__all__ = ["Conditional", "KeepCapture", "Redirects", "Robots"]
