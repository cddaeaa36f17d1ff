package database_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/perennial-clv/perennial/internal/source/database"
	"github.com/perennial-clv/perennial/internal/value"
)

func TestPostgreSQL(t *testing.T) {
	s := newPostgres(t)
	t.Run("values", func(t *testing.T) { testPostgresValues(t, s) })
	t.Run("refused values", func(t *testing.T) { testPostgresRefuses(t, s) })
	t.Run("names", func(t *testing.T) { testPostgresNames(t, s) })
	t.Run("cancelled", func(t *testing.T) {
		testCancelled(t, s, "SELECT pg_sleep(60)", "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)' AND state = 'active'")
	})
	common(t, s, `SELECT i, md5(i::text) AS hash, i * 0.01 AS total, timestamptz '2020-01-01' + i * interval '1 min' AS at, repeat('x', 20) AS pad
		FROM generate_series(1, 1000000) AS i`)
}

// Each row is an expression and what stands in the CSV for it, worked out by
// hand from the types' definitions.
func testPostgresValues(t *testing.T, s *shop) {
	for _, c := range []struct{ expression, want string }{
		{"123456789012345678901234567890.123456789012345678901234567890", "123456789012345678901234567890.123456789012345678901234567890"},
		{"0.10::numeric(10,2)", "0.10"},
		{"-0.000000000000000000000000000001", "-0.000000000000000000000000000001"},
		{"9223372036854775807", "9223372036854775807"},
		{"0.1::float8 + 0.2::float8", "0.30000000000000004"},
		{"1e22::float8", "10000000000000000000000"},
		{"1.5e-7::float8", "0.00000015"},
		{"0.1::float4", "0.1"},
		{"true", "true"},
		{"false", "false"},
		{"date '2024-02-29'", "2024-02-29"},
		{"timestamp '2024-02-29 23:59:59.999999'", "2024-02-29T23:59:59.999999"},
		{"timestamp '2024-02-29 23:59'", "2024-02-29T23:59:00"},
		// An hour that happens twice, and one that never does.
		{"timestamptz '2024-11-03 01:30:00 EDT'", "2024-11-03T05:30:00+00:00"},
		{"timestamptz '2024-11-03 01:30:00 EST'", "2024-11-03T06:30:00+00:00"},
		{"timestamp '2024-03-10 01:59:59' AT TIME ZONE 'America/New_York' + interval '1 s'", "2024-03-10T07:00:00+00:00"},
		{"timestamptz '2024-03-31 03:00:00.000001+02'", "2024-03-31T01:00:00.000001+00:00"},
		{"timestamptz '2024-01-01 05:45:00+05:45'", "2024-01-01T00:00:00+00:00"},
		{"time '23:15'", "23:15:00"},
		{"interval '1 year 2 days 3 h'", "P1Y2DT3H"},
		{"NULL::text", ``},
		{"''", `""`},
		{"' '", `" "`},
		{`E'a "quoted", name\nand a line'`, "\"a \"\"quoted\"\", name\nand a line\""},
		{"'Zoë 株式会社 🛒'", "Zoë 株式会社 🛒"},
		{"'NULL'", "NULL"},
		{`'\N'`, `\N`},
		{"'a1b2c3d4-0000-4000-8000-00000000000f'::uuid", "a1b2c3d4-0000-4000-8000-00000000000f"},
		{`'\x00ff41'::bytea`, "00ff41"},
		{`'{"a": [1, "x"]}'::jsonb`, `"{""a"": [1, ""x""]}"`},
		{"ARRAY[1,NULL,3]", `"[1,null,3]"`},
		{"'{}'::int[]", `[]`},
		{"ARRAY[0.10,2.5]", `"[0.10,2.5]"`},
		{`ARRAY['a','b "c", d\','NULL',NULL,'{}','']`, `"[""a"",""b \""c\"", d\\"",""NULL"",null,""{}"",""""]"`},
		{"ARRAY[[true,false],[NULL,true]]", `"[[true,false],[null,true]]"`},
		{"'[0:1]={7,8}'::int[]", `"[7,8]"`},
		{"ARRAY[timestamptz '2024-01-01 00:00+01']", `"[""2023-12-31T23:00:00+00:00""]"`},
		{"ARRAY[box '((1,2),(3,4))', box '((0,0),(1,1))']", `"[""(3,4),(1,2)"",""(1,1),(0,0)""]"`},
		{`ARRAY['{"k":1}'::json]`, `"[{""k"":1}]"`},
		{"inet '10.0.0.1'", "10.0.0.1"},
	} {
		out, got := s.fetch(t, database.Request{Query: "SELECT " + c.expression + " AS v, 1 AS one"})
		if want := "v,one\n" + c.want + ",1\n"; out != want {
			t.Errorf("%s:\n%q, want\n%q", c.expression, out, want)
		}
		if !strings.HasPrefix(got.Server, "PostgreSQL 1") || !slices.Equal(got.Columns, []string{"v", "one"}) {
			t.Errorf("%+v", got)
		}
	}
	// A line without anything on it would be no row.
	if out, got := s.fetch(t, database.Request{Query: "SELECT NULL AS v"}); out != "v\n\"\"\n" || got.Rows != 1 {
		t.Errorf("%q", out)
	}
}

func testPostgresRefuses(t *testing.T, s *shop) {
	for _, c := range []struct{ expression, says string }{
		{"'NaN'::numeric", "row 1 of the answer: column \"v\" holds NaN"},
		{"'Infinity'::numeric", "Infinity"},
		{"'-Infinity'::float8", "-Infinity"},
		{"'NaN'::float4", "NaN"},
		{"timestamptz 'infinity'", "infinity, which is no day"},
		{"date '-infinity'", "infinity, which is no day"},
		{"date '0044-03-15 BC'", "before the year 1"},
		{"'12.34'::money", "of type money"},
		{"ARRAY['12.34'::money]", "of type money"},
		{"ARRAY['NaN'::float8]", "NaN"},
		{`convert_to(repeat('x', 70000), 'UTF8')`, "70000 bytes of binary data"},
	} {
		code := value.BadInput
		s.fails(t, database.Request{Query: "SELECT " + c.expression + " AS v"}, code, c.says)
	}
	s.exec(t, "CREATE TABLE victims (id int)", "INSERT INTO victims VALUES (1)", "CREATE ROLE reader LOGIN PASSWORD 'reader'")
	s.fails(t, database.Request{Query: "WITH gone AS (DELETE FROM victims RETURNING id) SELECT id FROM gone"}, value.Invalid, "read-only transaction")
	s.fails(t, database.Request{Query: "SELECT $1 AS v"}, value.Invalid, "placeholder")
	s.fails(t, database.Request{Query: "SELECT ARRAY[1] AS v", Cursor: "v"}, value.Invalid, "no cursor")
	reader := strings.Replace(s.URL(), "perennial:p%40ss%2Fw%3Ard%23%3F&%251@", "reader:reader@", 1)
	s.exec(t, "ALTER ROLE reader SET statement_timeout = 200")
	s.fails(t, database.Request{URL: reader, Query: "SELECT pg_sleep(5)"}, value.Unavailable, "a longer statement_timeout")
	s.fails(t, database.Request{URL: reader, Table: "victims"}, value.Denied, "permission denied for table victims. Ask for the right to read it")
}

func testPostgresNames(t *testing.T, s *shop) {
	s.exec(t, `CREATE SCHEMA "Sales 2024"`, `CREATE TABLE "Sales 2024"."my.""orders" ("Order ID" int, "sel,ect" text)`,
		`INSERT INTO "Sales 2024"."my.""orders" VALUES (2, 'b'), (1, 'a')`, `CREATE TYPE status AS ENUM ('new', 'paid')`,
		`CREATE DOMAIN price AS numeric(10,2)`, `CREATE TABLE typed (s status, ss status[], p price, ps price[])`,
		`INSERT INTO typed VALUES ('paid', '{new,paid}', 1.5, '{2.25}')`)
	out, _ := s.fetch(t, database.Request{Table: `Sales 2024."my.""orders"`, Cursor: "Order ID"})
	if d := cmp.Diff("Order ID,\"sel,ect\"\n1,a\n2,b\n", out); d != "" {
		t.Error(d)
	}
	out, _ = s.fetch(t, database.Request{Table: "public.typed"})
	if d := cmp.Diff("s,ss,p,ps\npaid,\"[\"\"new\"\",\"\"paid\"\"]\",1.50,[2.25]\n", out); d != "" {
		t.Error(d)
	}
	s.fails(t, database.Request{Table: "Typed"}, value.NotFound, `relation "Typed" does not exist. The tables there are: "Sales 2024"."my.""orders", typed`)
}
