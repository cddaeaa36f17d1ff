package file

import (
	"encoding/binary"
	"errors"
)

// errThrift says that a Parquet footer does not decode.
var errThrift = errors.New("the footer does not decode")

// thrift decodes the compact protocol that Parquet's footer is written in,
// into plain values: int64, bool, []byte, []any and fields by number.
type thrift struct {
	b     []byte
	at    int
	depth int
}

// fields is a decoded struct.
type fields map[int]any

// varint reads an unsigned number.
func (t *thrift) varint() (uint64, error) {
	n, w := binary.Uvarint(t.b[min(t.at, len(t.b)):])
	if w <= 0 {
		return 0, errThrift
	}
	t.at += w
	return n, nil
}

// zigzag reads a signed number.
func (t *thrift) zigzag() (int64, error) {
	n, err := t.varint()
	return int64(n>>1) ^ -int64(n&1), err
}

// octet reads one byte.
func (t *thrift) octet() (byte, error) {
	if t.at >= len(t.b) {
		return 0, errThrift
	}
	t.at++
	return t.b[t.at-1], nil
}

// object reads a struct.
func (t *thrift) object() (fields, error) {
	if t.depth++; t.depth > 64 {
		return nil, errThrift
	}
	defer func() { t.depth-- }()
	out := fields{}
	id := 0
	for {
		head, err := t.octet()
		if err != nil || head == 0 {
			return out, err
		}
		if delta := int(head >> 4); delta != 0 {
			id += delta
		} else {
			n, err := t.zigzag()
			if err != nil {
				return nil, err
			}
			id = int(n)
		}
		switch kind := head & 15; kind {
		case 1, 2:
			out[id] = kind == 1
		default:
			if out[id], err = t.value(kind); err != nil {
				return nil, err
			}
		}
	}
}

// value reads a value of a kind.
func (t *thrift) value(kind byte) (any, error) {
	switch kind {
	case 1, 2:
		c, err := t.octet()
		return c == 1, err
	case 3:
		c, err := t.octet()
		return int64(int8(c)), err
	case 4, 5, 6:
		return t.zigzag()
	case 7:
		if t.at+8 > len(t.b) {
			return nil, errThrift
		}
		t.at += 8
		return nil, nil
	case 8:
		n, err := t.varint()
		if err != nil || n > uint64(len(t.b)-t.at) {
			return nil, errThrift
		}
		t.at += int(n)
		return t.b[t.at-int(n) : t.at], nil
	case 9, 10:
		return t.list()
	case 12:
		return t.object()
	}
	return nil, errThrift
}

// list reads a list or a set.
func (t *thrift) list() (any, error) {
	if t.depth++; t.depth > 64 {
		return nil, errThrift
	}
	defer func() { t.depth-- }()
	head, err := t.octet()
	if err != nil {
		return nil, err
	}
	n := uint64(head >> 4)
	if n == 15 {
		if n, err = t.varint(); err != nil {
			return nil, err
		}
	}
	if n > uint64(len(t.b)-t.at) {
		return nil, errThrift
	}
	out := make([]any, 0, n)
	for range n {
		v, err := t.value(head & 15)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// number, text, list and struct are the value of a field, or zero.
func (f fields) number(id int) int64 { n, _ := f[id].(int64); return n }

func (f fields) text(id int) []byte { b, _ := f[id].([]byte); return b }

func (f fields) list(id int) []any { l, _ := f[id].([]any); return l }

func (f fields) object(id int) fields { o, _ := f[id].(fields); return o }

func (f fields) has(id int) bool { _, ok := f[id]; return ok }
