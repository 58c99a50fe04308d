-- Links of the pages of a site that `kaaw links audit` looks through: all of them, menus and footers included.
CREATE TABLE _audited_links (
    link_url TEXT NOT NULL,
    page_url TEXT NOT NULL,
    site TEXT NOT NULL,                -- host without www.
    page_title TEXT,
    anchor_text TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (link_url, page_url)
) STRICT;
CREATE INDEX _audited_links_by_page ON _audited_links (page_url);
CREATE INDEX _audited_links_by_site ON _audited_links (site, seen_at);
