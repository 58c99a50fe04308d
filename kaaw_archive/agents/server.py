"""Server of the Model Context Protocol over standard input and output, by the library ``mcp``: an extra."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import __version__
from kaaw_archive.agents.tools import NAMES, NOTICE, Tools
from kaaw_archive.errors import WrongArguments

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.export.profiles import Profile


def serve(path: Path, profile: Profile) -> None:
    """Answer until standard input ends. Raises WrongArguments if ``mcp`` is not installed."""
    try:
        from mcp.server import MCPServer
        from mcp.types import ToolAnnotations
    except ImportError:
        raise WrongArguments("kaaw mcp needs mcp: install kaaw-archive with the extra mcp") from None
    tools = Tools(path, profile)
    server = MCPServer(
        "kaaw_archive",
        version=__version__,
        instructions=f"An archive of news of public bodies, read-only. Cite by capture_uid. {NOTICE}.",
        log_level="ERROR",
    )
    annotations = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for name in NAMES:
        function = getattr(tools, name)
        server.tool(name, description=function.__doc__, annotations=annotations)(function)
    server.run("stdio")
