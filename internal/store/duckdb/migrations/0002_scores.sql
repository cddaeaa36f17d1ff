-- The latest scoring: one row a customer, and the record of the run.
CREATE TABLE scores (
    customer_id                VARCHAR NOT NULL,
    first_order                DATE,
    last_order                 DATE,
    orders                     BIGINT NOT NULL,
    frequency                  INTEGER NOT NULL,
    recency                    DOUBLE NOT NULL,
    "T"                        DOUBLE NOT NULL,
    historic_value             DECIMAL(18, 6) NOT NULL,
    mean_order_value           DOUBLE,
    p_alive                    DOUBLE,
    expected_orders            DOUBLE,
    expected_order_value       DOUBLE,
    clv                        DOUBLE,
    clv_low                    DOUBLE,
    clv_high                   DOUBLE,
    expected_next_order        DATE,
    median_days_between_orders DOUBLE,
    risk                       VARCHAR NOT NULL
);

CREATE TABLE runs (
    scored_at TIMESTAMP NOT NULL,
    record    VARCHAR NOT NULL           -- value.Run as JSON
);
