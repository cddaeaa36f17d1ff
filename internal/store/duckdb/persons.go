package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"unsafe"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/perennial-clv/perennial/internal/identity"
	"github.com/perennial-clv/perennial/internal/value"
)

// identityRules is raised when the rules of package identity change, so that
// people are worked out again.
const identityRules = 1

// personsState is what persons were last worked out from.
type personsState struct {
	Rules int    `json:"rules"`
	State string `json:"state"`
}

// knowPersons works out who is who, when that may have changed.
func knowPersons(ctx context.Context, conn *sql.Conn) error {
	var links int64
	now := personsState{Rules: identityRules}
	err := ask(ctx, conn, "identity_state", nil, func(r *sql.Rows) error { return r.Scan(&links, &now.State) })
	if err != nil {
		return err
	}
	var before personsState
	found, err := setting(ctx, conn, "persons", &before)
	if err != nil || now == before || links == 0 && !found {
		return err
	}
	g, err := linksOf(ctx, conn, links)
	if err != nil {
		return err
	}
	if _, err := run(ctx, conn, "identity_clear", nil); err != nil {
		return err
	}
	if err := keepPersons(conn, g.Resolve()); err != nil {
		return fmt.Errorf("keep who is who: %w", err)
	}
	return keepSetting(ctx, conn, "persons", now)
}

// linksOf are all links and splits.
func linksOf(ctx context.Context, conn *sql.Conn, links int64) (*identity.Graph, error) {
	g := identity.NewGraph(int(links))
	err := fetch(ctx, conn, "identity_links", nil, func(c columns) error {
		as, bs, sources, batches := column[engineText](c, 0), column[engineText](c, 1), column[engineText](c, 2), column[int64](c, 3)
		for i := range c.rows {
			g.Link(identity.Link{A: as[i].borrow(), B: bs[i].borrow(), Source: sources[i].borrow(), Batch: batches[i]})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	pairs, err := splitsOf(ctx, conn)
	for _, p := range pairs {
		g.Split(p.A, p.B)
	}
	return g, err
}

// engineText is a text as the engine lays it out: up to twelve bytes in place,
// longer ones behind a pointer.
type engineText struct {
	length uint32
	start  [4]byte
	rest   *byte
}

// borrow is the text without a copy: valid as long as its column.
func (t *engineText) borrow() string {
	const inPlace = 12
	if t.length > inPlace {
		return unsafe.String(t.rest, t.length)
	}
	return unsafe.String(&t.start[0], t.length)
}

// splitsOf are the pairs of whom somebody said that they are two people.
func splitsOf(ctx context.Context, conn *sql.Conn) (out []value.Pair, err error) {
	err = ask(ctx, conn, "identity_splits", nil, func(r *sql.Rows) error {
		var p value.Pair
		err := r.Scan(&p.A, &p.B)
		out = append(out, p)
		return err
	})
	return out, err
}

// keepPersons writes down who is who.
func keepPersons(conn *sql.Conn, p *identity.Partition) error {
	return conn.Raw(func(c any) error {
		raw, ok := c.(driver.Conn)
		if !ok {
			return errors.New("not a driver connection")
		}
		persons, err := duck.NewAppenderFromConn(raw, "", "persons")
		if err != nil {
			return err
		}
		err = p.Others(func(id, person string) error { return persons.AppendRow(id, person) })
		if err := errors.Join(err, persons.Close()); err != nil || len(p.Apart) == 0 {
			return err
		}
		apart, err := duck.NewAppenderFromConn(raw, "", "apart")
		if err != nil {
			return err
		}
		for _, a := range p.Apart {
			err = errors.Join(err, apart.AppendRow(a.ID, string(a.Reason), int64(a.Count)))
		}
		return errors.Join(err, apart.Close())
	})
}
