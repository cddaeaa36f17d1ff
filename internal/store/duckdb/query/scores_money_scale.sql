-- Whether all money is in whole cents.
SELECT coalesce(bool_and(historic_value = round(historic_value, 2)), true) FROM scores;
