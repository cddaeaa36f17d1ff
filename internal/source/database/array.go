package database

import (
	"bytes"
	"encoding/json"
	"errors"
)

var errArray = errors.New("an array that cannot be read")

// list is a PostgreSQL array, {1,NULL,"a b",{…}}, as JSON.
func (c *column) list(raw []byte) ([]byte, error) {
	if raw[0] == '[' { // bounds that do not begin with 1: [0:1]={…}
		i := bytes.IndexByte(raw, '=')
		raw = raw[i+1:]
	}
	p := elements{column: c, in: raw, out: c.scratch[:0]}
	err := p.level()
	if err == nil && len(p.in) > 0 {
		err = errArray
	}
	c.scratch = p.out
	return p.out, err
}

type elements struct {
	column  *column
	in, out []byte
	word    []byte
}

// level reads from one { to its }.
func (p *elements) level() error {
	if !p.skip('{') {
		return errArray
	}
	p.out = append(p.out, '[')
	for first := true; !p.skip('}'); first = false {
		if !first {
			if !p.skip(p.column.comma) {
				return errArray
			}
			p.out = append(p.out, ',')
		}
		var err error
		switch {
		case len(p.in) == 0:
			return errArray
		case p.in[0] == '{':
			err = p.level()
		default:
			err = p.element()
		}
		if err != nil {
			return err
		}
	}
	p.out = append(p.out, ']')
	return nil
}

func (p *elements) skip(b byte) bool {
	if len(p.in) == 0 || p.in[0] != b {
		return false
	}
	p.in = p.in[1:]
	return true
}

// element writes one value.
func (p *elements) element() error {
	quoted := p.skip('"')
	p.word = p.word[:0]
	i := 0
	for ; i < len(p.in); i++ {
		b := p.in[i]
		if quoted && b == '"' || !quoted && (b == p.column.comma || b == '}') {
			break
		}
		if b == '\\' && i+1 < len(p.in) {
			i++
			b = p.in[i]
		}
		p.word = append(p.word, b)
	}
	p.in = p.in[i:]
	if quoted && !p.skip('"') {
		return errArray
	}
	if !quoted && string(p.word) == "NULL" {
		p.out = append(p.out, "null"...)
		return nil
	}
	return p.write()
}

func (p *elements) write() error {
	e := p.column.element
	word, err := e.text(p.word)
	if err != nil {
		return err
	}
	switch e.kind {
	case integer, decimal, float, boolean, jsonText:
		p.out = append(p.out, word...)
	default:
		quoted, err := json.Marshal(string(word))
		p.out = append(p.out, quoted...)
		return err
	}
	return nil
}
