"""The archive as tools of the Model Context Protocol (modelcontextprotocol.io), which only read."""
