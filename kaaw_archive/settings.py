"""The settings of the project: Scrapy's own where it has one, ours with the prefix ARCHIVE. `-s` overrides each."""

from __future__ import annotations

import os
from importlib.util import find_spec

from kaaw_archive import __version__

BOT_NAME = "kaaw_archive"
# A checkout has its sites in `spiders`; a wheel holds them under a name that no other project owns.
_SHIPPED_SPIDERS = "kaaw_archive.shipped_spiders"
SPIDER_MODULES = [
    _SHIPPED_SPIDERS if find_spec(_SHIPPED_SPIDERS) else "spiders",
    "kaaw_archive.spider.cited",
    "kaaw_archive.linkcheck.spider",
]
SPIDER_LOADER_CLASS = "kaaw_archive.spider.loader.EachSpiderLoader"
COMMANDS_MODULE = "kaaw_archive.commands"

# The archive, and who runs it.
ARCHIVE = os.environ.get("KAAW_ARCHIVE") or "archive.db"
ARCHIVE_CONTACT = os.environ.get("KAAW_CONTACT", "")  # a mail address or a page; goes into the user agent
ARCHIVE_DISK_RESERVE_MB = 200  # a crawl ends in order before less than this is free on the archive's disk

# Whom to ask, and how often.
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "kaaw_archive"
USER_AGENT = f"kaaw_archive/{__version__}"  # with the contact, once it is known (kaaw_archive.commands.crawl)
DOWNLOAD_DELAY = 1.0  # seconds between two requests to one host
DOWNLOAD_DELAY_JITTER = 0.0  # a Crawl-delay is a lower bound
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 64  # high, as no host may occupy more than its share of it
DUPEFILTER_CLASS = "kaaw_archive.download.seen.ExactDupeFilter"
SCHEDULER_PRIORITY_QUEUE = "kaaw_archive.download.queue.FairPriorityQueue"
ARCHIVE_CRAWL_DELAY_MAX = 60.0  # seconds; a longer Crawl-delay counts as this
ARCHIVE_PAUSE_MAX_S = 120.0  # a longer pause (Retry-After) ends the requests to a host for this run
ARCHIVE_BACK_OFF_S = 5.0  # pause after a 429 or 503 without Retry-After; doubled with every attempt
ARCHIVE_ALLOW_NETWORKS: list[str] = []  # CIDR; private networks that may be visited nevertheless

# What a server may stretch.
DOWNLOAD_TIMEOUT = 60  # seconds from the first try to connect to the last byte
ARCHIVE_FIRST_BYTE_TIMEOUT_S = 30.0  # from the request to the first byte of the answer
ARCHIVE_HEAD_MAXSIZE = 256 * 1024  # bytes of header fields
ARCHIVE_HOST_URLS_MAX = 50_000  # addresses of one host that a run finds and asks for; the rest waits for the next
ARCHIVE_QUERY_VARIANTS_MAX = 5_000  # of them, those that differ in their query alone
ARCHIVE_BUDGET_DOCUMENTS_MB = 1000  # a source and run, on the wire; further documents and assets wait; 0: no bound
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # on the wire
DOWNLOAD_WARNSIZE = 0
ARCHIVE_DECOMPRESSED_MAXSIZE = 64 * 1024 * 1024
REDIRECT_MAX_TIMES = 10
URLLENGTH_LIMIT = 2083
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # it is in the archive
DNS_TIMEOUT = 20
DOWNLOAD_VERIFY_CERTIFICATES = True

# How payloads are read.
CONCURRENT_ITEMS = 4  # of one response; Scrapy starts so many tasks a response, whether it has items or not
ARCHIVE_READERS = 0  # worker processes; 0: one a core
ARCHIVE_READ_TIMEOUT_S = 30.0  # a payload
ARCHIVE_READ_MEMORY_MB = 220  # a worker, beyond what it begins with

# How links are looked at (scrapy crawl linkcheck).
ARCHIVE_PROBE_TIMEOUT_S = 30.0  # InternetArchiveBot waits as long for a HEAD; it is looked at again on another day
ARCHIVE_PROBE_MAXSIZE = 2 * 1024 * 1024  # bytes of a page on the wire; the rest is not wanted
# Other archives that may be asked for copies of broken links (kaaw_archive.linkrot.archives says in which form).
LINK_ARCHIVES: list[str] = []  # none: nobody learns which links are broken
LINK_ARCHIVES_MAX = 200  # look-ups a run
LINK_ARCHIVES_AGAIN_DAYS = 30  # before an archive is asked about the same link again

DOWNLOAD_HANDLERS = {
    "http": "kaaw_archive.download.handler.ArchiveDownloadHandler",
    "https": "kaaw_archive.download.handler.ArchiveDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "kaaw_archive.download.resolver.GuardedResolver"
DOWNLOADER_MIDDLEWARES = {
    "kaaw_archive.middlewares.Robots": 100,
    "kaaw_archive.middlewares.Redirects": 600,
    "kaaw_archive.middlewares.KeepCapture": 650,
    "kaaw_archive.middlewares.Conditional": 660,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # every status reaches the spider
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # KeepCapture refuses, and says so
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
}
ITEM_PIPELINES = {
    "kaaw_archive.pipelines.DeriveArticles": 300,
    "kaaw_archive.pipelines.StoreChecks": 400,
}
EXTENSIONS = {
    "kaaw_archive.extensions.CrawlRow": 0,
    "kaaw_archive.extensions.OrderlyEnd": 0,
    "kaaw_archive.extensions.DiskReserve": 0,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.throttle.AutoThrottle": None,
}

# What Scrapy has on by default and an archive must not have: a door into the process, cookies, foreign requests.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
COOKIES_ENABLED = False
REFERER_ENABLED = False
METAREFRESH_ENABLED = False
HTTPERROR_ALLOW_ALL = True

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
    "Accept-Language": "de,en;q=0.7",
}
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
LOG_LEVEL = "INFO"
ARCHIVE_LOG_FORMAT = "text"  # or "json", one object a line
LOG_VERSIONS: list[str] = []
LOG_FORMATTER = "kaaw_archive.extensions.QuietLogFormatter"
STATS_DUMP = False
