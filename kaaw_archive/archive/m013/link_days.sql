-- The three days of a link, which list, report and explanation show, too.
CREATE VIEW link_days AS
SELECT l.id AS link_id, l.url AS link_url, l.health,
       (SELECT min(h.before_at) FROM health_changes h
        WHERE h.link_id = l.id AND h.to_health IN ('failing', 'dead')
          AND h.before_at > coalesce((SELECT max(g.before_at) FROM health_changes g
                                      WHERE g.link_id = l.id AND g.to_health IN ('alive', 'returned')), '')
       ) AS first_bad_at,
       (SELECT max(h.before_at) FROM health_changes h
        WHERE h.link_id = l.id AND h.to_health = 'dead' AND l.health = 'dead') AS dead_since_at,
       (SELECT max(k.checked_at) FROM link_checks k
        WHERE k.link_url = l.url AND k.verdict IN ('ok', 'moved', 'drifted', 'fragment_lost')) AS last_good_at
FROM links l;
