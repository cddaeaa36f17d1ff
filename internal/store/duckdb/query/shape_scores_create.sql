-- What the models say of each distinct history.
CREATE OR REPLACE TEMP TABLE shape_scores (
    x INTEGER, tx INTEGER, t INTEGER,
    p_alive DOUBLE, expected_orders DOUBLE, discounted DOUBLE,
    spend_base DOUBLE, spend_slope DOUBLE, scale_base DOUBLE, scale_slope DOUBLE,
    low DOUBLE, high DOUBLE, next_days INTEGER
);
