package api

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// emptyNotNull makes every nil list and map of an answer an empty one, so
// that a client never meets null where it expects a list. The answer may be
// shared with other requests: what changes is copied.
func emptyNotNull(_ huma.Context, _ string, v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	return filled(reflect.ValueOf(v)).Interface(), nil
}

func filled(v reflect.Value) reflect.Value {
	if !holdsLists(v.Type(), nil) {
		return v
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(filled(v.Elem()))
		return p
	case reflect.Struct:
		c := reflect.New(v.Type()).Elem()
		c.Set(v)
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !strings.Contains(f.Tag.Get("json"), "omitempty") {
				c.Field(i).Set(filled(v.Field(i)))
			}
		}
		return c
	case reflect.Slice:
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			c.Index(i).Set(filled(v.Index(i)))
		}
		return c
	case reflect.Map:
		if v.IsNil() {
			return reflect.MakeMap(v.Type())
		}
	}
	return v
}

// holdsLists reports whether values of the type can hold a list or map that
// JSON shows. Types with unexported fields only (dates, decimals) do not.
func holdsLists(t reflect.Type, within []reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Map:
		return true
	case reflect.Pointer:
		return holdsLists(t.Elem(), within)
	case reflect.Struct:
		for _, w := range within {
			if w == t {
				return false
			}
		}
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && holdsLists(f.Type, append(within, t)) {
				return true
			}
		}
	}
	return false
}

func jsonNameOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}
