package database_test

import (
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/source/database"
	"github.com/perennial-clv/perennial/internal/value"
)

func TestMariaDB(t *testing.T) {
	s := newMariaDB(t)
	t.Run("values", func(t *testing.T) { testMariaDBValues(t, s) })
	t.Run("names", func(t *testing.T) { testMariaDBNames(t, s) })
	t.Run("cancelled", func(t *testing.T) {
		testCancelled(t, s, "SELECT sleep(60) AS s FROM seq_1_to_1", "SELECT count(*) FROM information_schema.processlist WHERE info LIKE '%sleep(60)%' AND info NOT LIKE '%processlist%'")
	})
	common(t, s, `SELECT seq AS i, md5(seq) AS hash, seq * 0.01 AS total, timestamp'2020-01-01 00:00:00' + INTERVAL seq MINUTE AS at, repeat('x', 20) AS pad
		FROM seq_1_to_1000000`)
}

// Each row is a type, a value as one writes it, and what stands in the CSV.
func testMariaDBValues(t *testing.T, s *shop) {
	for _, c := range []struct{ typ, literal, want string }{
		{"decimal(65,30)", "12345678901234567890123456789012345.123456789012345678901234567890", "12345678901234567890123456789012345.123456789012345678901234567890"},
		{"decimal(10,2)", "0.1", "0.10"},
		{"bigint unsigned", "18446744073709551615", "18446744073709551615"},
		{"bigint", "-9223372036854775808", "-9223372036854775808"},
		{"float", "16777217.0", "16777216"}, // its 24 bits, all of them
		{"double", "0.1e0 + 0.2e0", "0.30000000000000004"},
		{"double", "1e22", "10000000000000000000000"},
		{"double", "1.5e-7", "0.00000015"},
		{"boolean", "true", "1"}, // MariaDB has none: it is a tinyint
		{"bit(1)", "b'1'", "1"},
		{"bit(10)", "b'1000000001'", "513"},
		{"date", "'2024-02-29'", "2024-02-29"},
		{"date", "'0000-00-00'", "0000-00-00"}, // rejected with its row when imported
		{"datetime(6)", "'2024-02-29 23:59:59.999999'", "2024-02-29T23:59:59.999999"},
		{"datetime", "'2024-03-10 02:30:00'", "2024-03-10T02:30:00"},
		{"timestamp NULL", "'2024-11-03 05:30:00'", "2024-11-03T05:30:00+00:00"},
		{"timestamp(3) NULL", "'2024-11-03 06:30:00.125'", "2024-11-03T06:30:00.125+00:00"},
		{"time", "'-12:30:00'", "-12:30:00"},
		{"year", "2024", "2024"},
		{"text", "NULL", ""},
		{"text", "''", `""`},
		{"varchar(99)", "'a \"quoted\", name\\nand a line'", "\"a \"\"quoted\"\", name\nand a line\""},
		{"text", "'Zoë 株式会社 🛒'", "Zoë 株式会社 🛒"},
		{"varchar(99) CHARACTER SET latin1", "'Zoë'", "Zoë"},
		{"binary(4)", "x'00ff41'", "00ff4100"},
		{"blob", "x'00ff41'", "00ff41"},
		{"json", `'{"a": [1, "x"]}'`, `"{""a"": [1, ""x""]}"`},
		{"enum('new','paid')", "'paid'", "paid"},
		{"set('a','b')", "'a,b'", `"a,b"`},
	} {
		s.exec(t, "CREATE OR REPLACE TABLE v (v "+c.typ+", one int)", "SET STATEMENT sql_mode='' FOR INSERT INTO v VALUES ("+c.literal+", 1)")
		out, got := s.fetch(t, database.Request{Table: "v"})
		if want := "v,one\n" + c.want + ",1\n"; out != want {
			t.Errorf("%s %s:\n%q, want\n%q", c.typ, c.literal, out, want)
		}
		if !strings.HasPrefix(got.Server, "MariaDB 1") {
			t.Errorf("%+v", got)
		}
	}
	s.exec(t, "CREATE OR REPLACE TABLE v (v longblob)", "INSERT INTO v VALUES (repeat('x', 70000))")
	s.fails(t, database.Request{Table: "v"}, value.BadInput, "row 1 of the answer: column \"v\" holds 70000 bytes of binary data")
}

func testMariaDBNames(t *testing.T, s *shop) {
	s.exec(t, "CREATE DATABASE `sales.2024`", "CREATE TABLE `sales.2024`.`my``orders` (`Order ID` int, `sel,ect` text)",
		"INSERT INTO `sales.2024`.`my``orders` VALUES (2, 'b'), (1, 'a')", "CREATE USER reader@'%' IDENTIFIED BY 'reader'",
		"CREATE TABLE visible (id int)", "CREATE TABLE hidden (id int)", "GRANT SELECT ON shop.visible TO reader@'%'")
	out, _ := s.fetch(t, database.Request{Table: "\"sales.2024\".`my``orders`", Cursor: "Order ID"})
	if want := "Order ID,\"sel,ect\"\n1,a\n2,b\n"; out != want {
		t.Errorf("%q", out)
	}
	user := strings.Replace(s.URL(), "perennial:p%40ss%2Fw%3Ard%23%3F&%251@", "reader:reader@", 1)
	s.fails(t, database.Request{URL: user, Table: "hidden"}, value.Denied, "denied")
	s.fails(t, database.Request{URL: s.URL("charset", "utf8"), Table: "hidden"}, value.Invalid, `the parameter "charset", which means nothing here`)
	s.fails(t, database.Request{URL: s.URL("sslmode", "maybe"), Table: "hidden"}, value.Invalid, "sslmode=maybe is unknown")
}
