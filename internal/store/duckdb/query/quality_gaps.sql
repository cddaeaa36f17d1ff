-- Stretches of days without orders that are unusually long for their source:
-- longer than 99.5 % of the stretches from one day with orders to the next,
-- and at least twice as long as 95 % of them. Sources with fewer than 30 such
-- stretches are not judged.
WITH days AS (
    SELECT DISTINCT source, (ordered_at AT TIME ZONE 'UTC' AT TIME ZONE {{.Zone}})::DATE AS d
    FROM orders
    WHERE amount >= 0 AND status NOT IN ('failed', 'draft')
), calendars AS (
    SELECT source, list(d ORDER BY d) AS all_days FROM days GROUP BY source
), stretches AS (
    SELECT source, unnest(all_days) AS d, unnest(all_days[2:]) AS next FROM calendars
), usual AS (
    SELECT source, count(*) AS n, quantile_disc(next - d, 0.995) AS most, quantile_disc(next - d, 0.95) AS often
    FROM stretches
    WHERE next IS NOT NULL
    GROUP BY source
    HAVING count(*) >= 30
)
SELECT s.source, s.d + 1, s.next - 1, s.next - s.d, u.most, u.n
FROM stretches s
JOIN usual u USING (source)
WHERE s.next - s.d >= greatest(3, 2 * u.often) AND (s.next - s.d > u.most OR s.next - s.d > 3 * u.often)
ORDER BY (s.next - s.d) / u.often DESC, s.d
LIMIT 50;
