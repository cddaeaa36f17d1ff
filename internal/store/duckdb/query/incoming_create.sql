-- What one load brought, before it is judged; a value that cannot be read is
-- NULL. Narrow, because a log may have a billion rows: a currency is a number
-- in the load's list of codes, and which file a row came from is kept only
-- when there are several.
CREATE OR REPLACE {{.Kind}} TABLE incoming (
    order_id    VARCHAR,
    customer_id VARCHAR,
    ordered_at  TIMESTAMP,
    amount      DECIMAL(18, 6){{if .ManyFiles}},
    file_no     INTEGER{{end}}{{if .Currencies}},
    currency    UTINYINT{{end}}{{if .Products}},
    product     VARCHAR,
    quantity    DECIMAL(18, 6),
    price       DECIMAL(18, 6){{end}}
);
