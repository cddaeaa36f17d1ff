-- Everything that arrives besides plain orders. Each kind is one table; a row
-- belongs to the batch that brought its present version, and the versions it
-- replaced stand in <table>_replaced until the batch that replaced them is
-- undone or forgotten. Amounts are in major units, times in UTC.

-- Plain logs fill the first six columns of orders, with refunds as negative
-- amounts; exports also say what the amount (before refunds) is made of.
ALTER TABLE orders ADD COLUMN source VARCHAR DEFAULT '';
ALTER TABLE orders ADD COLUMN currency VARCHAR DEFAULT '';
ALTER TABLE orders ADD COLUMN gross DECIMAL(18, 6);
ALTER TABLE orders ADD COLUMN discount DECIMAL(18, 6);
ALTER TABLE orders ADD COLUMN shipping DECIMAL(18, 6);
ALTER TABLE orders ADD COLUMN tax DECIMAL(18, 6);
ALTER TABLE orders ADD COLUMN fees DECIMAL(18, 6);
ALTER TABLE orders ADD COLUMN status VARCHAR DEFAULT 'paid';
ALTER TABLE orders ADD COLUMN channel VARCHAR;
ALTER TABLE orders ADD COLUMN coupon VARCHAR;
ALTER TABLE orders ADD COLUMN country VARCHAR;
UPDATE orders SET currency = coalesce((SELECT max(currency) FROM batches), '');

CREATE TABLE order_lines (
    source VARCHAR NOT NULL, order_id VARCHAR NOT NULL, line_no BIGINT NOT NULL, sku VARCHAR, product VARCHAR, name VARCHAR,
    quantity DECIMAL(18, 6), price DECIMAL(18, 6), discount DECIMAL(18, 6), total DECIMAL(18, 6), batch_id BIGINT NOT NULL
);
CREATE TABLE refunds (
    source VARCHAR NOT NULL, refund_id VARCHAR NOT NULL, order_id VARCHAR, customer_id VARCHAR,
    refunded_at TIMESTAMP,               -- NULL when the source does not say: the order's time stands in
    currency VARCHAR, amount DECIMAL(18, 6), reason VARCHAR,
    of_order BOOLEAN,                    -- told of by the order's own row: gone when that comes without it
    batch_id BIGINT NOT NULL
);
CREATE TABLE products (
    source VARCHAR NOT NULL, product_id VARCHAR NOT NULL, sku VARCHAR, name VARCHAR, category VARCHAR, currency VARCHAR,
    price DECIMAL(18, 6), cost DECIMAL(18, 6), batch_id BIGINT NOT NULL
);
CREATE TABLE customers (
    source VARCHAR NOT NULL, profile_id VARCHAR NOT NULL, customer_id VARCHAR, email VARCHAR, phone VARCHAR, name VARCHAR, country VARCHAR,
    city VARCHAR, tags VARCHAR, created_at TIMESTAMP, consent BOOLEAN, orders BIGINT, spent DECIMAL(18, 6), currency VARCHAR, batch_id BIGINT NOT NULL
);
CREATE TABLE subscriptions (
    source VARCHAR NOT NULL, subscription_id VARCHAR NOT NULL, customer_id VARCHAR, plan VARCHAR, status VARCHAR, period VARCHAR, every BIGINT,
    quantity DECIMAL(18, 6), amount DECIMAL(18, 6), currency VARCHAR, created_at TIMESTAMP, started_at TIMESTAMP, trial_ends TIMESTAMP,
    paid_until TIMESTAMP, canceled_at TIMESTAMP, ended_at TIMESTAMP, reason VARCHAR, batch_id BIGINT NOT NULL
);
CREATE TABLE subscription_changes (
    source VARCHAR NOT NULL, subscription_id VARCHAR NOT NULL, changed_at TIMESTAMP NOT NULL, what VARCHAR NOT NULL,
    amount DECIMAL(18, 6), detail VARCHAR, batch_id BIGINT NOT NULL
);
CREATE TABLE spend (
    source VARCHAR NOT NULL, first_day DATE NOT NULL, last_day DATE NOT NULL, account VARCHAR NOT NULL, channel VARCHAR NOT NULL,
    campaign VARCHAR NOT NULL, campaign_id VARCHAR NOT NULL, ad_group VARCHAR NOT NULL, ad VARCHAR NOT NULL, segment VARCHAR NOT NULL,
    currency VARCHAR, cost DECIMAL(18, 6), impressions BIGINT, clicks BIGINT, conversions DECIMAL(18, 6), conversion_value DECIMAL(18, 6),
    occurrence INTEGER NOT NULL,         -- tells apart rows of one report that share everything above
    batch_id BIGINT NOT NULL
);
CREATE TABLE tickets (
    source VARCHAR NOT NULL, ticket_id VARCHAR NOT NULL, customer_id VARCHAR, subject VARCHAR, status VARCHAR, priority VARCHAR, type VARCHAR,
    channel VARCHAR, team VARCHAR, tags VARCHAR, created_at TIMESTAMP, solved_at TIMESTAMP, first_reply_minutes BIGINT, resolution_minutes BIGINT,
    replies BIGINT, reopens BIGINT, satisfaction VARCHAR, batch_id BIGINT NOT NULL
);
CREATE TABLE reviews (
    source VARCHAR NOT NULL, review_id VARCHAR NOT NULL, customer_id VARCHAR, reviewed_at TIMESTAMP, stars DECIMAL(18, 6), out_of BIGINT,
    title VARCHAR, body VARCHAR, author VARCHAR, product VARCHAR, place VARCHAR, order_id VARCHAR, replied_at TIMESTAMP, reply VARCHAR,
    batch_id BIGINT NOT NULL
);
CREATE TABLE survey_responses (
    source VARCHAR NOT NULL, response_id VARCHAR NOT NULL, question VARCHAR NOT NULL, customer_id VARCHAR, answered_at TIMESTAMP, survey VARCHAR,
    measure VARCHAR, score DECIMAL(18, 6), out_of BIGINT, answer VARCHAR, batch_id BIGINT NOT NULL
);
CREATE TABLE events (
    source VARCHAR NOT NULL, event_id VARCHAR NOT NULL, customer_id VARCHAR, happened_at TIMESTAMP, name VARCHAR, session VARCHAR, product VARCHAR,
    category VARCHAR, order_id VARCHAR, amount DECIMAL(18, 6), currency VARCHAR, channel VARCHAR, page VARCHAR, batch_id BIGINT NOT NULL
);

CREATE TABLE orders_replaced AS SELECT *, 0::BIGINT AS replaced_by FROM orders LIMIT 0;
CREATE TABLE order_lines_replaced AS SELECT *, 0::BIGINT AS replaced_by FROM order_lines LIMIT 0;
CREATE TABLE refunds_replaced AS SELECT *, 0::BIGINT AS replaced_by FROM refunds LIMIT 0;
CREATE TABLE products_replaced AS SELECT *, 0::BIGINT AS replaced_by FROM products LIMIT 0;
CREATE TABLE customers_replaced AS SELECT *, 0::BIGINT AS replaced_by FROM customers LIMIT 0;
CREATE TABLE subscriptions_replaced AS SELECT *, 0::BIGINT AS replaced_by FROM subscriptions LIMIT 0;
CREATE TABLE subscription_changes_replaced AS SELECT *, 0::BIGINT AS replaced_by FROM subscription_changes LIMIT 0;
CREATE TABLE spend_replaced AS SELECT *, 0::BIGINT AS replaced_by FROM spend LIMIT 0;
CREATE TABLE tickets_replaced AS SELECT *, 0::BIGINT AS replaced_by FROM tickets LIMIT 0;
CREATE TABLE reviews_replaced AS SELECT *, 0::BIGINT AS replaced_by FROM reviews LIMIT 0;
CREATE TABLE survey_responses_replaced AS SELECT *, 0::BIGINT AS replaced_by FROM survey_responses LIMIT 0;
CREATE TABLE events_replaced AS SELECT *, 0::BIGINT AS replaced_by FROM events LIMIT 0;

-- Which later batches brought a row that was there already, word for word: it
-- stays when the batch that brought it first is undone. The key is an MD5, the
-- same in every version of the engine.
CREATE TABLE seen (kind VARCHAR NOT NULL, key UHUGEINT NOT NULL, batch_id BIGINT NOT NULL);

-- Two identifiers that one record gives to one person.
CREATE TABLE links (
    a VARCHAR NOT NULL, b VARCHAR NOT NULL, source VARCHAR NOT NULL, kind VARCHAR NOT NULL, batch_id BIGINT NOT NULL
);
-- Which person an identifier stands for, where that is another one than itself.
CREATE TABLE persons (identifier VARCHAR NOT NULL, person VARCHAR NOT NULL);
-- Pairs of identifiers that somebody said are two people.
CREATE TABLE splits (a VARCHAR NOT NULL, b VARCHAR NOT NULL, said_at TIMESTAMP NOT NULL);

-- Rates of exchange: one unit of currency is rate units of base, from a day on.
CREATE TABLE rates (base VARCHAR NOT NULL, currency VARCHAR NOT NULL, "day" DATE NOT NULL, rate DECIMAL(24, 12) NOT NULL, source VARCHAR NOT NULL);

-- The workspace's own settings, as JSON.
CREATE TABLE settings (name VARCHAR PRIMARY KEY, setting VARCHAR NOT NULL);

-- What each file of a batch held; undone batches stay on record.
CREATE TABLE batch_files (
    batch_id BIGINT NOT NULL, file_no INTEGER NOT NULL, record VARCHAR NOT NULL -- JSON: value.FileReport
);
ALTER TABLE batches ADD COLUMN undone_at TIMESTAMP;

-- What scoring reads: every order and refund under the workspace's definition.
-- Rewritten whenever that or what is kept changes; see query/ledger.sql.
CREATE VIEW ledger AS SELECT order_id, customer_id, ordered_at, amount FROM orders WHERE customer_id <> '';
