"""Content systems: one file a system, found by itself, recognised by the bytes and the address of a page.

A new system is one new module of this package with a ``SYSTEM``; no other module has to name it.
"""

from kaaw_archive.cms.detection import detect, system_by_name, systems
from kaaw_archive.cms.paging import page_number
from kaaw_archive.cms.system import System
from kaaw_archive.cms.traps import is_trap

__all__ = ["System", "detect", "is_trap", "page_number", "system_by_name", "systems"]
