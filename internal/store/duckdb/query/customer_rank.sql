-- The share of customers with a lower CLV.
SELECT coalesce(avg((clv < ?)::INTEGER), 0) FROM scores;
