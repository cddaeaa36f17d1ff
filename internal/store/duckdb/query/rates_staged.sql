-- Rates on their way in.
CREATE OR REPLACE TEMP TABLE staged_rates (base VARCHAR, currency VARCHAR, "day" DATE, rate VARCHAR, seq BIGINT);
