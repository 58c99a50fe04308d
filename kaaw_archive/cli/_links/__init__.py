"""The parts of ``kaaw links``: what is listed, explained, reported and decided."""
