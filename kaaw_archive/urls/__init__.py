"""Addresses: url keys, hosts, sites, origins, and what a path states. Pure; nothing here is ever requested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.late_names import late

if TYPE_CHECKING:
    from kaaw_archive.urls.credentials import without_credentials, without_userinfo
    from kaaw_archive.urls.domains import registrable_domain
    from kaaw_archive.urls.escapes import as_browsers_ask
    from kaaw_archive.urls.hints import date_hint, printed_page
    from kaaw_archive.urls.keys import group, key, plain, without_session
    from kaaw_archive.urls.kinds import (
        decoded_path,
        is_document,
        is_file,
        is_home,
        is_picture,
        leads_home,
        names_document,
        path_of,
        query_of,
    )
    from kaaw_archive.urls.long import cut_if_long
    from kaaw_archive.urls.parts import BLANKS, host, is_web, origin, site
    from kaaw_archive.urls.references import join, with_query_in
    from kaaw_archive.urls.rules import KEY_VERSION
    from kaaw_archive.urls.services import is_print_or_share, is_service
else:
    __getattr__ = late(
        __name__,
        {
            "escapes": "as_browsers_ask",
            "credentials": "without_credentials without_userinfo",
            "domains": "registrable_domain",
            "hints": "date_hint printed_page",
            "keys": "group key plain without_session",
            "kinds": "is_document is_file is_home is_picture leads_home decoded_path names_document path_of query_of",
            "long": "cut_if_long",
            "parts": "BLANKS host is_web origin site",
            "references": "join with_query_in",
            "rules": "KEY_VERSION",
            "services": "is_print_or_share is_service",
        },
    )

__all__ = [
    "BLANKS",
    "KEY_VERSION",
    "as_browsers_ask",
    "cut_if_long",
    "date_hint",
    "decoded_path",
    "group",
    "host",
    "is_document",
    "is_file",
    "is_home",
    "is_picture",
    "is_print_or_share",
    "is_service",
    "is_web",
    "join",
    "key",
    "leads_home",
    "names_document",
    "origin",
    "path_of",
    "plain",
    "printed_page",
    "query_of",
    "registrable_domain",
    "site",
    "with_query_in",
    "without_credentials",
    "without_session",
    "without_userinfo",
]
