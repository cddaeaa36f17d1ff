-- Orders and refunds as kept: one row an order (of one customer, on one day),
-- refunds as negative amounts. Times are UTC.
CREATE TABLE orders (
    order_id    VARCHAR,                 -- empty when the source has none
    customer_id VARCHAR NOT NULL,
    ordered_at  TIMESTAMP NOT NULL,
    amount      DECIMAL(18, 6) NOT NULL,
    occurrence  INTEGER NOT NULL,        -- tells apart equal rows of a source without order ids
    batch_id    BIGINT NOT NULL
);

CREATE TABLE batches (
    id           BIGINT PRIMARY KEY,
    files        VARCHAR NOT NULL,       -- JSON array
    fingerprints VARCHAR NOT NULL,       -- JSON array of SHA-256
    imported_at  TIMESTAMP NOT NULL,
    currency     VARCHAR NOT NULL,
    understood   VARCHAR NOT NULL,
    "rows"       BIGINT NOT NULL,
    accepted     BIGINT NOT NULL,
    rejected     BIGINT NOT NULL,
    added        BIGINT NOT NULL,
    replaced     BIGINT NOT NULL,
    unchanged    BIGINT NOT NULL,
    first_day    DATE,
    last_day     DATE
);

CREATE TABLE rejections (
    batch_id    BIGINT NOT NULL,
    file        VARCHAR NOT NULL,
    line        BIGINT NOT NULL,
    column_name VARCHAR NOT NULL,
    "value"     VARCHAR NOT NULL,
    reason      VARCHAR NOT NULL
);
