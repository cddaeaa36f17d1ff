-- What each order that counts is made of, in its own currency. What a source
-- does not tell apart stays in gross, so that gross - discounts + shipping +
-- tax is what was to be paid, always. A cost that is not known is NULL, and
-- costed says how many of an order's lines have one.
CREATE OR REPLACE {{.Kind}} VIEW sales AS
{{template "sales_rows.sql" .}};
