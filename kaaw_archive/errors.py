"""The errors a user may meet, each with one line of advice, and the names of what can go wrong with a capture.

ArchiveError            exit code 1
├── WrongArguments      2   what was typed makes no sense
│   └── QueryError          it is no query of the search
├── ArchiveUnusable     4   the file cannot be used as an archive
│   ├── NotAnArchive        it is something else, or damaged
│   ├── UnreleasedSchema    a kaaw_archive from before the first release wrote it
│   ├── NewerSchema         a newer kaaw_archive wrote it
│   ├── NeedsMigration      an older one did, and a reader may not change it
│   ├── ArchiveReadOnly     it cannot be read or written, or has no folder
│   └── ArchiveBusy         another program holds its lock
├── DiskFull            5
├── DamagedPayload      6   stored bytes do not match their digest
└── RunUnderWay         7   another `kaaw run` or `kaaw derive` is at work
"""

from __future__ import annotations

import re
from enum import StrEnum

from kaaw_archive.exit_codes import ExitCode

_BREAKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_MESSAGE_CHARACTERS = 300


def message_of(error: BaseException | None) -> str:
    """Return the text of an error, else its type, as one line of at most 300 characters.

    Control characters, and passwords of addresses, are left out.
    """
    from kaaw_archive.urls import without_credentials

    text = _BREAKS.sub(" ", without_credentials(str(error))).strip() or type(error).__name__
    return text if len(text) <= _MESSAGE_CHARACTERS else text[: _MESSAGE_CHARACTERS - 1] + "…"


class ArchiveError(Exception):
    """Error that a user can act on; its text is one line that says what to do."""

    exit_code = ExitCode.FAILED


class WrongArguments(ArchiveError):
    """Arguments that make no sense: a missing file, an invalid address, an unknown spider."""

    exit_code = ExitCode.WRONG_ARGUMENTS


class QueryError(WrongArguments):
    """Query that the search does not understand; its text says what to type instead."""


class ArchiveUnusable(ArchiveError):
    """The file cannot be used as an archive as it is."""

    exit_code = ExitCode.ARCHIVE_UNUSABLE


class NotAnArchive(ArchiveUnusable):
    """The file is not ours, or its first page is damaged."""


class UnreleasedSchema(ArchiveUnusable):
    """The file has one of the schemas from before the first release, from which there is no migration."""


class NewerSchema(ArchiveUnusable):
    """A newer version of kaaw_archive has written the file."""


class NeedsMigration(ArchiveUnusable):
    """The file has an older schema, and it was opened for reading only."""


class ArchiveReadOnly(ArchiveUnusable):
    """The file or its folder cannot be read or written, or the folder is not there."""


class ArchiveBusy(ArchiveUnusable):
    """Another program holds the lock for longer than we wait."""


class DiskFull(ArchiveError):
    """There is no room left on the disk; what was committed before is safe."""

    exit_code = ExitCode.DISK_FULL


class DamagedPayload(ArchiveError):
    """Stored bytes do not give the digest they are filed under."""

    exit_code = ExitCode.DAMAGED_PAYLOAD


class RunUnderWay(ArchiveError):
    """Another `kaaw run` or `kaaw derive` is at work in this archive; there is nothing to do for a second one."""

    exit_code = ExitCode.RUN_UNDER_WAY


class Problem(StrEnum):
    """Reason why a capture has no payload: the value of ``captures.error``. A name is never renamed or reused."""

    DNS_NOT_FOUND = "dns_not_found"  # the resolver says: no such name
    DNS_FAILURE = "dns_failure"  # the resolver gave no answer; the fault may be ours
    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_FAILED = "connection_failed"  # no route, no network, reset before a request was sent
    CONNECTION_LOST = "connection_lost"  # closed before the answer was whole
    NO_LAST_CHUNK = "no_last_chunk"  # closed behind a whole chunk that was not marked as the last one
    TIMEOUT = "timeout"
    TLS_FAILED = "tls_failed"  # no handshake, verified or not
    TLS_CLIENT_CERTIFICATE = "tls_client_certificate"  # the server wants a certificate of its visitor
    PROXY_FAILED = "proxy_failed"
    PROXY_LOGIN = "proxy_login"  # it wants a name and a password (407)
    BAD_RESPONSE = "bad_response"  # what came is not HTTP
    TOO_LARGE = "too_large"  # on the wire or after decompression
    BAD_ENCODING = "bad_encoding"  # Content-Encoding does not match the body
    TOO_MANY_REDIRECTS = "too_many_redirects"
    REDIRECT_LOOP = "redirect_loop"
    UNEXPECTED_304 = "unexpected_304"  # not modified, said of bytes that we do not have
    ROBOTS_DENIED = "robots_denied"
    ROBOTS_UNREACHABLE = "robots_unreachable"  # robots.txt gave 429, 5xx or nothing: closed until it answers
    PRIVATE_NETWORK = "private_network"  # the address is one of this machine or a private network
    HOST_BLOCKED = "host_blocked"  # a person said: stop (kaaw block)
    HOST_PAUSED = "host_paused"  # the server asked for a longer pause than this crawl waits
    URL_TOO_LONG = "url_too_long"
    BAD_URL = "bad_url"
    IGNORED = "ignored"  # a part of a project that is not ours kept it from being sent (kaaw_archive.addon)
    CANCELLED = "cancelled"  # the crawl ended before the answer came
    UNKNOWN = "unknown"

    @property
    def is_refusal(self) -> bool:
        """Return True if no request was sent."""
        return self in _REFUSALS


_REFUSALS = frozenset(
    {
        Problem.ROBOTS_DENIED,
        Problem.ROBOTS_UNREACHABLE,
        Problem.PRIVATE_NETWORK,
        Problem.HOST_BLOCKED,
        Problem.HOST_PAUSED,
        Problem.URL_TOO_LONG,
        Problem.BAD_URL,
        Problem.TOO_MANY_REDIRECTS,
        Problem.REDIRECT_LOOP,
        Problem.IGNORED,
    }
)
