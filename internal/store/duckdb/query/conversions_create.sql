-- What one unit of a currency was on a day: factor / unit of the reporting
-- currency.
CREATE OR REPLACE {{.Kind}} TABLE {{.Rates}} (currency VARCHAR NOT NULL, "day" DATE NOT NULL, factor HUGEINT NOT NULL, unit HUGEINT NOT NULL);
