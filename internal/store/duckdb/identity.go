package duckdb

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/identity"
	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/value"
)

// Identity is whom an identifier stands for, and why.
func (s *Store) Identity(ctx context.Context, id string) (out value.Identity, err error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return out, explain("open the data store", err)
	}
	defer conn.Close()
	out, err = identityOf(ctx, conn, id)
	return out, explain("read who is who", err)
}

// identityOf looks an identifier up.
func identityOf(ctx context.Context, conn *sql.Conn, id string) (value.Identity, error) {
	id, person, err := knownAs(ctx, conn, id)
	if err != nil {
		return value.Identity{}, err
	}
	d := dossier{id: id, person: person}
	if err := d.read(ctx, conn); err != nil {
		return value.Identity{}, err
	}
	return d.identity(), nil
}

// knownAs is an identifier as it is kept, and whom it stands for. It may be
// written as people write addresses and telephone numbers.
func knownAs(ctx context.Context, conn *sql.Conn, id string) (kept, person string, err error) {
	for _, kept := range []string{id, strings.TrimSpace(id), record.NormalEmail(id), record.NormalPhone(id)} {
		if kept == "" {
			continue
		}
		known := false
		err := ask(ctx, conn, "identity_known", map[string]any{"Tables": ofCustomers()}, func(r *sql.Rows) error { return r.Scan(&person, &known) }, kept)
		if err != nil || known {
			return kept, person, err
		}
	}
	return "", "", value.Errorf(value.NotFound, "nothing that was imported names %q", id).
		WithHint("A platform's own customer is written with its name, such as stripe:cus_1")
}

// ofCustomers are the tables whose records are of customers.
func ofCustomers() (out []string) {
	for _, y := range layouts() {
		if slices.Contains(y.names(), "customer_id") {
			out = append(out, string(y.kind))
		}
	}
	return out
}

// dossier is what is known of a person.
type dossier struct {
	id, person string
	members    []string
	used       []identity.Link
	unused     []value.UnusedLink
	more       int64
	divided    []division
}

// division is a split, with whom its ends stand for.
type division struct {
	value.Pair
	personA, personB string
}

// maxUnused is how many unused links are shown.
const maxUnused = 100

// read fills the dossier.
func (d *dossier) read(ctx context.Context, conn *sql.Conn) error {
	err := ask(ctx, conn, "identity_members", nil, func(r *sql.Rows) error {
		var id string
		err := r.Scan(&id)
		d.members = append(d.members, id)
		return err
	}, d.person)
	if err != nil {
		return err
	}
	err = ask(ctx, conn, "identity_divided", nil, func(r *sql.Rows) error {
		var x division
		err := r.Scan(&x.A, &x.B, &x.personA, &x.personB)
		d.divided = append(d.divided, x)
		return err
	})
	if err != nil {
		return err
	}
	var total, read int64
	err = ask(ctx, conn, "identity_evidence", nil, func(r *sql.Rows) error {
		var l identity.Link
		var a, b end
		read++
		if err := r.Scan(&l.A, &l.B, &l.Source, &l.Kind, &l.Batch, &a.person, &b.person, &a.reason, &a.count, &b.reason, &b.count, &total); err != nil {
			return err
		}
		a.id, b.id = l.A, l.B
		if a.person == b.person {
			d.used = append(d.used, l)
			return nil
		}
		d.unused = append(d.unused, d.unusedLink(l, a, b))
		return nil
	}, d.person)
	d.more = total - read
	return err
}

// end is one end of a link.
type end struct {
	id, person, reason string
	count              int64
}

// unusedLink is a link that makes nobody one, and why.
func (d *dossier) unusedLink(l identity.Link, a, b end) value.UnusedLink {
	mine, other := a, b
	if a.person != d.person {
		mine, other = b, a
	}
	u := value.UnusedLink{Evidence: evidence(l), Other: other.id, OtherPerson: other.person}
	for _, e := range []end{other, mine} {
		if e.reason != "" && u.Reason == "" {
			u.Reason, u.Because = e.reason, identity.Reason(e.reason).Says(identity.Called(e.id, l.Source), e.count)
		}
	}
	if d.splitFrom(other.person) {
		u.Reason, u.Because = "split", "Somebody said that they are two people."
	}
	if u.Reason == "" {
		u.Reason, u.Because = "weaker", "Better evidence leads elsewhere."
	}
	return u
}

// splitFrom reports whether somebody said that this person is not another.
func (d *dossier) splitFrom(person string) bool {
	return slices.ContainsFunc(d.divided, func(x division) bool {
		return x.personA == d.person && x.personB == person || x.personB == d.person && x.personA == person
	})
}

// evidence is a link as answers have it.
func evidence(l identity.Link) value.Evidence {
	return value.Evidence{A: l.A, B: l.B, Source: l.Source, Kind: l.Kind, Import: l.Batch, Says: l.Says()}
}

// identity is the dossier as an answer.
func (d *dossier) identity() value.Identity {
	out := value.Identity{ID: d.id, Person: d.person, Doubts: []string{}, Unused: []value.UnusedLink{}, Splits: []value.Pair{}}
	ways := identity.Paths(d.id, d.used)
	facts := d.facts()
	for _, id := range d.members {
		x := facts[id]
		x.ID, x.Why = id, []value.Evidence{}
		for _, l := range ways[id] {
			x.Why = append(x.Why, evidence(l))
		}
		out.Identifiers = append(out.Identifiers, x)
	}
	rank := func(x value.Identifier) int { return slices.Index(identity.Kinds(), x.Kind) }
	slices.SortFunc(out.Identifiers, func(x, y value.Identifier) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(x.Import, y.Import), cmp.Compare(x.ID, y.ID))
	})
	out.Doubts = append(out.Doubts, doubts(out.Identifiers)...)
	out.Unused = append(out.Unused, d.unused[:min(len(d.unused), maxUnused)]...)
	out.MoreUnused = d.more + int64(len(d.unused)-len(out.Unused))
	for _, x := range d.divided {
		if x.personA == d.person || x.personB == d.person {
			out.Splits = append(out.Splits, x.Pair)
		}
	}
	return out
}

// facts are what links say of each identifier.
func (d *dossier) facts() map[string]value.Identifier {
	kinds := map[string]identity.Kind{}
	out := map[string]value.Identifier{}
	note := func(l value.Evidence) {
		for _, id := range []string{l.A, l.B} {
			k := max(kinds[id], identity.KindOf(id, l.Source))
			x := out[id]
			if x.Import == 0 || l.Import < x.Import {
				x.Source, x.Import = l.Source, l.Import
			}
			kinds[id], x.Kind = k, k.String()
			out[id] = x
		}
	}
	for _, l := range d.used {
		note(evidence(l))
	}
	for _, u := range d.unused {
		note(u.Evidence)
	}
	for _, id := range d.members {
		if _, linked := out[id]; !linked {
			source, _, _ := strings.Cut(id, ":")
			out[id] = value.Identifier{Kind: identity.KindOf(id, source).String()}
		}
	}
	return out
}

// doubts are what speaks against one person.
func doubts(ids []value.Identifier) (out []string) {
	count := map[string]int{}
	for _, x := range ids {
		count[x.Kind]++
	}
	if n := count["email"]; n > 1 {
		out = append(out, identity.Doubt(n, "e-mail addresses"))
	}
	if n := count["external"]; n > 1 {
		out = append(out, identity.Doubt(n, "customer ids of the business"))
	}
	return out
}

// Merges is a page of the people with several identifiers.
func (s *Store) Merges(ctx context.Context, limit, offset int) (out value.Merges, err error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return out, explain("open the data store", err)
	}
	defer conn.Close()
	out.Rows = []value.Merge{}
	err = ask(ctx, conn, "identity_totals", nil, func(r *sql.Rows) error {
		return r.Scan(&out.Total, &out.Joined, &out.Shared, &out.Crowded)
	})
	if err != nil {
		return out, explain("list who is who", err)
	}
	if out.Splits, err = splitsOf(ctx, conn); err != nil {
		return out, explain("list who is who", err)
	}
	err = ask(ctx, conn, "identity_merges", nil, func(r *sql.Rows) error {
		var m value.Merge
		var first string
		if err := r.Scan(&m.Person, &m.Identifiers, &m.Emails, &first); err != nil {
			return err
		}
		out.Rows = append(out.Rows, m)
		return json.Unmarshal([]byte(first), &out.Rows[len(out.Rows)-1].First)
	}, limit, offset)
	return out, explain("list who is who", err)
}

// Split keeps that two identifiers are two people.
func (s *Store) Split(ctx context.Context, a, b string) (out value.Parting, err error) {
	before, err := s.Identity(ctx, a)
	if err != nil {
		return out, err
	}
	after, err := s.Identity(ctx, b)
	if err != nil {
		return out, err
	}
	if before.ID == after.ID {
		return out, value.Errorf(value.Invalid, "%q is one identifier: it cannot be two people", before.ID)
	}
	said := func(p value.Pair) bool {
		return p == value.Pair{A: before.ID, B: after.ID} || p == value.Pair{A: after.ID, B: before.ID}
	}
	if !slices.ContainsFunc(before.Splits, said) {
		err = s.change(ctx, "split the person", func(conn *sql.Conn) error {
			_, err := run(ctx, conn, "identity_split", nil, before.ID, after.ID, time.Now().UTC())
			return err
		})
	}
	if err == nil {
		out, err = s.parting(ctx, before.ID, after.ID)
	}
	if err != nil {
		return out, err
	}
	for _, u := range out.A.Unused {
		if u.OtherPerson == out.B.Person && u.Reason == "split" {
			out.Links = append(out.Links, u.Evidence)
		}
	}
	out.Says = identity.SaysSplit(out.A.Person, out.B.Person, before.Person == after.Person, len(out.Links))
	return out, nil
}

// Rejoin takes back what was said of two people.
func (s *Store) Rejoin(ctx context.Context, a, b string) (out value.Parting, err error) {
	before, err := s.parting(ctx, a, b)
	if err != nil {
		return out, err
	}
	x, y := before.A.Person, before.B.Person
	err = s.change(ctx, "join the people", func(conn *sql.Conn) error {
		n, err := run(ctx, conn, "identity_rejoin", nil, x, y)
		if err == nil && n == 0 {
			err = value.Errorf(value.NotFound, "nobody said that %s and %s are two people", x, y).
				WithHint("Only links of records make one person of two; see `perennial identity show`")
		}
		return err
	})
	if err != nil {
		return out, err
	}
	if out, err = s.parting(ctx, before.A.ID, before.B.ID); err != nil {
		return out, err
	}
	for _, u := range before.A.Unused {
		if u.OtherPerson == y && out.A.Person == out.B.Person {
			out.Links = append(out.Links, u.Evidence)
		}
	}
	out.Says = identity.SaysJoined(x, y, out.A.Person, out.A.Person == out.B.Person)
	return out, nil
}

// parting is who two identifiers are now.
func (s *Store) parting(ctx context.Context, a, b string) (out value.Parting, err error) {
	out.Links = []value.Evidence{}
	if out.A, err = s.Identity(ctx, a); err != nil {
		return out, err
	}
	out.B, err = s.Identity(ctx, b)
	return out, err
}
