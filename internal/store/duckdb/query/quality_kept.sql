-- What is kept, by source and kind: how many records, how many of them about
-- nobody, and their first and last day in the zone.
WITH records AS (
    {{- range $i, $k := .Kinds}}
    {{- if $i}}
    UNION ALL
    {{- end}}
    SELECT {{$k.No}} AS no, '{{$k.Kind}}' AS kind, source, {{if $k.Who}}coalesce({{$k.Who}}, '') = ''{{else}}false{{end}} AS nobody,
        {{if $k.At}}{{$k.At}}{{else}}NULL::TIMESTAMP{{end}} AS moment
    FROM {{$k.Kind}}
    {{- end}}
)
SELECT source, kind, count(*), count(*) FILTER (nobody),
    (min(moment) AT TIME ZONE 'UTC' AT TIME ZONE {{.Zone}})::DATE, (max(moment) AT TIME ZONE 'UTC' AT TIME ZONE {{.Zone}})::DATE
FROM records
GROUP BY no, kind, source
ORDER BY no, source;
