"""Https answers whose certificates have an unknown issuer at nearly all hosts: a fault near us, such as a proxy."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

from kaaw_archive import times, urls
from kaaw_archive.certificate_faults import OF_A_FOREIGN_ISSUER

if TYPE_CHECKING:
    import sqlite3

_NEWEST = """
SELECT u.url, c.captured_at, c.tls_error FROM captures c JOIN urls u ON u.id = c.url_id
WHERE (c.status IS NOT NULL OR c.tls_error IS NOT NULL) ORDER BY c.id DESC LIMIT 2000
"""
_DAY = timedelta(days=1)
_SHARE = 0.8  # of the hosts, so that one site with a bad certificate of its own does not count
_FEWEST_HOSTS = 2  # without a proxy: the certificate of a single host is its own


def unverified_near_us(connection: sqlite3.Connection) -> str | None:
    """Return a sentence if nearly all https hosts of the last day have an unknown issuer; None if they do not.

    The newest answer of each host counts. The day ends with the newest capture; of it the newest 2,000 answers count.
    """
    faults: dict[str, str | None] = {}
    begin: str | None = None
    for url, captured_at, fault in connection.execute(_NEWEST):
        if begin is None:
            begin = times.to_text(times.from_text(captured_at) - _DAY)
        if captured_at < begin:
            break
        if url.startswith("https:"):
            faults.setdefault(urls.host(url), fault)
    bad = [fault for fault in faults.values() if fault in OF_A_FOREIGN_ISSUER]
    has_proxy = bool(os.environ.get("https_proxy") or os.environ.get("HTTPS_PROXY"))
    fewest = 1 if has_proxy else _FEWEST_HOSTS
    if len(faults) < fewest or len(bad) < _SHARE * len(faults):
        return None
    return (
        f"nearly all https answers are unverified ({bad[0]}): something near us, such as a proxy, decrypts TLS; name"
        " the file with its certificate authority in SSL_CERT_FILE, also in units and crontab"
    )
