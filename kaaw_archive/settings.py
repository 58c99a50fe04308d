"""Settings of the project: Scrapy's own if it has one, ours with the prefix ARCHIVE. `-s` overrides each."""

from __future__ import annotations

import os

from kaaw_archive import __version__, setting_table, shipped

BOT_NAME = "kaaw_archive"
SPIDER_MODULES = [
    shipped.module_name(),
    "kaaw_archive.spider.site",
    "kaaw_archive.spider.cited",
    "kaaw_archive.linkcheck.spider",
]
SPIDER_LOADER_CLASS = "kaaw_archive.spider.loader.EachSpiderLoader"
COMMANDS_MODULE = "kaaw_archive.commands"

# What people may set, with its reasons: docs/settings.md.
globals().update((setting.name, setting.default) for setting in setting_table.SETTINGS)
ARCHIVE = os.environ.get("KAAW_ARCHIVE") or setting_table.default("ARCHIVE")
ARCHIVE_CONTACT = os.environ.get("KAAW_CONTACT", "")
ARCHIVE_NOTIFY = os.environ.get("KAAW_NOTIFY", "")
ARCHIVE_HOST_LOCKS = os.environ.get("KAAW_HOST_LOCKS", "")

ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "kaaw_archive"
USER_AGENT = f"kaaw_archive/{__version__}"  # with the contact, once it is known (kaaw_archive.commands.crawl)
DOWNLOAD_DELAY_JITTER = 0.0  # a Crawl-delay is a lower bound
DUPEFILTER_CLASS = "kaaw_archive.download.seen.ExactDupeFilter"
SCHEDULER_PRIORITY_QUEUE = "kaaw_archive.download.queue.FairPriorityQueue"
DOWNLOAD_WARNSIZE = 0
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # it is in the archive
DOWNLOAD_VERIFY_CERTIFICATES = True
CONCURRENT_ITEMS = 4  # of one response; Scrapy starts so many tasks a response, whether it has items or not

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
    "kaaw_archive.extensions.AskControls": 0,
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
LOG_VERSIONS: list[str] = []
LOG_FORMATTER = "kaaw_archive.extensions.QuietLogFormatter"
STATS_DUMP = False
