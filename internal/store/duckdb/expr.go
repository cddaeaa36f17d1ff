package duckdb

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/perennial-clv/perennial/internal/source"
)

// columnName is the name a plan's column has inside a query: files may call
// their columns anything, twice the same included.
func columnName(i int) string { return fmt.Sprintf("c%d", i) }

// roleText is the raw text of a role's column, NULL when nothing plays it.
func roleText(t source.Table, role source.Role) string {
	i, ok := t.Roles[role]
	if !ok {
		return "NULL::VARCHAR"
	}
	if t.Format == source.Parquet {
		return columnName(i) + "::VARCHAR"
	}
	return columnName(i)
}

// idExpr reads an identifier: blanks around it, the apostrophe with which
// spreadsheets mark text, and the .0 with which programs write the numbers of a
// column in which some are missing, are not part of it.
func idExpr(text string) string {
	if text == "NULL::VARCHAR" {
		return text
	}
	tidy := "regexp_replace(nullif(ltrim(trim(" + text + "), ''''), ''), '^([0-9]+)\\.0$', '\\1')"
	// Blanks and apostrophes sort before every letter and digit: one
	// comparison spares nearly all rows the tidying.
	return fmt.Sprintf("CASE WHEN %[1]s < '(' OR ends_with(%[1]s, ' ') OR ends_with(%[1]s, '.0') THEN %[2]s ELSE %[1]s END", text, tidy)
}

// customerExpr reads the identifier of a customer. E-mail addresses are in
// lower case, as record.NormalEmail makes them, so that those of different
// sources meet. Of other identifiers only one character is looked for.
func customerExpr(text string) string {
	id := idExpr(text)
	address := `^[^@[:space:],;<>"]+@[^@[:space:],;<>"]+\.[^@[:space:],;<>"]+$`
	return fmt.Sprintf("CASE WHEN contains(%[1]s, '@') AND lower(%[1]s) <> %[1]s AND regexp_matches(%[2]s, %[3]s) THEN lower(%[2]s) ELSE %[2]s END",
		text, id, quote(address))
}

// timeExpr reads a time as UTC. Times without an offset are taken to be in
// the business's zone.
func timeExpr(t source.Table, zone string) string {
	col := columnName(t.Roles[source.Time])
	local := func(e string) string {
		if zone == "UTC" {
			return e
		}
		return fmt.Sprintf("((%s AT TIME ZONE %s) AT TIME ZONE 'UTC')", e, quote(zone))
	}
	switch t.Time.Kind {
	case "native":
		if t.Time.Offsets {
			return "(" + col + " AT TIME ZONE 'UTC')"
		}
		return local("TRY_CAST(" + col + " AS TIMESTAMP)")
	case "epoch_seconds":
		return "make_timestamp(TRY_CAST(" + col + " AS BIGINT) * 1000000)"
	case "epoch_millis":
		return "make_timestamp(TRY_CAST(" + col + " AS BIGINT) * 1000)"
	case "epoch_micros":
		return "make_timestamp(TRY_CAST(" + col + " AS BIGINT))"
	case "patterns":
		if t.Time.Offsets {
			return fmt.Sprintf("(try_strptime(trim(%s), %s)::TIMESTAMPTZ AT TIME ZONE 'UTC')", col, quoteList(t.Time.Patterns))
		}
		return local(fmt.Sprintf("try_strptime(trim(%s), %s)", col, quoteList(t.Time.Patterns)))
	}
	if t.Time.Offsets {
		return offsetTime(col, zone, local)
	}
	return local("TRY_CAST(" + col + " AS TIMESTAMP)")
}

// offsetTime reads ISO times of which some carry an offset. A blank or the
// word UTC before the offset, and offsets without a colon, are accepted.
func offsetTime(col, zone string, local func(string) string) string {
	tidy := fmt.Sprintf(`regexp_replace(regexp_replace(trim(%s), '\s*(UTC|GMT|Z)$', '+00'), '\s*([+-]\d\d):?(\d\d)$', '\1:\2')`, col)
	hasOffset := fmt.Sprintf(`regexp_matches(%s, '(UTC|GMT|Z|:\d\d(\.\d+)?\s*[+-]\d\d(:?\d\d)?)\s*$')`, col)
	return fmt.Sprintf("CASE WHEN %s THEN TRY_CAST(%s AS TIMESTAMPTZ) AT TIME ZONE 'UTC' ELSE %s END",
		hasOffset, tidy, local("TRY_CAST("+col+" AS TIMESTAMP)"))
}

// moneyType holds amounts up to a trillion exactly to the millionth.
const moneyType = "DECIMAL(18, 6)"

// numberExpr reads a number of a file exactly, or NULL.
func numberExpr(t source.Table, role source.Role) string {
	i, ok := t.Roles[role]
	if !ok {
		return "NULL::" + moneyType
	}
	col := columnName(i)
	plain := "TRY_CAST(" + col + " AS " + moneyType + ")"
	if t.Amount.Native || t.Amount.Plain {
		return plain
	}
	dec := t.Amount.Decimal
	if dec == "" {
		dec = "."
	}
	group := t.Amount.Group
	if dec == "," && group == "" {
		group = "."
	}
	return dressedNumber(col, dec, group)
}

// dressedNumber reads "$1,234.50", "(12,50 €)" or "1'234.50-": a sign or
// brackets, one symbol or code of up to three letters on either side, grouped
// digits. Anything else is NULL rather than a guess.
func dressedNumber(col, dec, group string) string {
	mark := `(?:[A-Za-z]{1,3}\.?|\p{Sc})?`
	grouped := `[0-9][0-9'\x{A0}\x{202F} ` + regexp.QuoteMeta(group) + `]*`
	shape := `^\s*[(+\-\x{2212}]?\s*` + mark + `\s*[+\-\x{2212}]?\s*(?:` + grouped + `)?(?:` + regexp.QuoteMeta(dec) + `[0-9]*)?\s*` + mark + `\s*[)\-]?\s*$`
	digits := fmt.Sprintf("replace(regexp_replace(%s, '[^0-9%s]', '', 'g'), %s, '.')", col, dec, quote(dec))
	sign := fmt.Sprintf(`CASE WHEN regexp_matches(%s, '[(\-\x{2212}]') THEN '-' ELSE '' END`, col)
	return fmt.Sprintf("CASE WHEN regexp_matches(%s, %s) THEN TRY_CAST(%s || %s AS %s) END",
		col, quote(shape), sign, digits, moneyType)
}

// currencyExpr is the row's currency code, the table's when no column has it.
func currencyExpr(t source.Table) string {
	if _, ok := t.Roles[source.Currency]; ok {
		return "nullif(upper(trim(" + roleText(t, source.Currency) + ")), '')"
	}
	if t.Currency != "" {
		return quote(t.Currency)
	}
	return "NULL::VARCHAR"
}

// fromExpr is the table function that reads the files of a table.
func fromExpr(t source.Table) string {
	paths := make([]string, len(t.Files))
	for i, f := range t.Files {
		paths[i] = f.Read
	}
	many := len(paths) > 1
	if t.Format == source.Parquet {
		names := make([]string, 0, len(t.Columns))
		for i, c := range t.Columns {
			names = append(names, identifier(c)+" AS "+columnName(i))
		}
		from := fmt.Sprintf("read_parquet(%s, filename = %t)", quoteList(paths), many)
		file := ""
		if many {
			file = ", filename"
		}
		return fmt.Sprintf("(SELECT %s%s FROM %s)", strings.Join(names, ", "), file, from)
	}
	columns := make([]string, len(t.Columns))
	for i := range t.Columns {
		columns[i] = quote(columnName(i)) + ": 'VARCHAR'"
	}
	return fmt.Sprintf("read_csv(%s, auto_detect = false, delim = %s, quote = %s, escape = %s, header = %t, skip = %d, columns = {%s}, store_rejects = true, rejects_limit = 0, filename = %t)",
		quoteList(paths), quote(t.Delimiter), quote(t.Quote), quote(t.Escape), t.Header, t.SkipLines, strings.Join(columns, ", "), many)
}

// identifier quotes a column name.
func identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// fileNoExpr numbers the files of a table, in the order given, from base.
func fileNoExpr(t source.Table, base int) string {
	if len(t.Files) == 1 {
		return fmt.Sprint(base)
	}
	paths := make([]string, len(t.Files))
	for i, f := range t.Files {
		paths[i] = f.Read
	}
	return fmt.Sprintf("(%d + list_position(%s, filename) - 1)", base, quoteList(paths))
}
