"""Supply chain of the project: licences of what it installs, and the bill of materials of its wheel."""
