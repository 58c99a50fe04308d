"""What is known of content systems: one file a system, found by itself, told apart by bytes alone.

A new system is one new module of this package with a ``SYSTEM``; nothing else has to name it.
"""

from kaaw_archive.cms.detection import detect, systems
from kaaw_archive.cms.system import System

__all__ = ["System", "detect", "systems"]
