-- Addresses that feeds, sitemaps and listings of a source named as articles, by the kind of the seed that named them.
CREATE TABLE _named_articles (
    source TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('feed', 'sitemap', 'listing')),
    url_key TEXT NOT NULL,
    PRIMARY KEY (source, kind, url_key)
) STRICT;
