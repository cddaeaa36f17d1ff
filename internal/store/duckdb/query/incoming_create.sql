-- What one load brought, before it is judged: values as read, and the raw
-- text of those that could not be read.
CREATE OR REPLACE {{.Kind}} TABLE incoming (
    order_id     VARCHAR,
    customer_id  VARCHAR,
    ordered_at   TIMESTAMP,
    amount       DECIMAL(18, 6),
    occurrence   INTEGER,
    batch_id     BIGINT,
    currency     VARCHAR,
    file_no      INTEGER,
    table_no     INTEGER,
    bad_customer VARCHAR,
    bad_time     VARCHAR,
    bad_amount   VARCHAR,
    bad_quantity VARCHAR,
    bad_price    VARCHAR
);
