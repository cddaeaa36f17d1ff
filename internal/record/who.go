package record

import "strings"

// Who is everything a record says of whom it is about. Anything may be empty;
// all of it empty is somebody unknown.
type Who struct {
	ID        string `json:"id,omitempty"`        // the source's own id of the customer
	Email     string `json:"email,omitempty"`     // as NormalEmail makes it
	Phone     string `json:"phone,omitempty"`     // E.164: +, country code, number
	External  string `json:"external,omitempty"`  // the business's own id of the customer, shared between sources
	Anonymous string `json:"anonymous,omitempty"` // a device or visitor
}

// Known reports whether anything names a person or at least a device.
func (w Who) Known() bool { return w != Who{} }

// Key is the identifier a record is kept under: the e-mail address, else the
// business's own id, else the source's, else the telephone number, else the
// device; empty when nobody is named. Identifiers that only mean something
// within their source carry its name.
func (w Who) Key(source string) string {
	all := w.Identifiers(source)
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// Identifiers are all identifiers of the person, the most telling first.
func (w Who) Identifiers(source string) []string {
	var out []string
	if w.Email != "" {
		out = append(out, w.Email)
	}
	if w.External != "" {
		out = append(out, w.External)
	}
	if w.ID != "" {
		out = append(out, source+":"+w.ID)
	}
	if w.Phone != "" {
		out = append(out, w.Phone)
	}
	if w.Anonymous != "" {
		out = append(out, source+":~"+w.Anonymous)
	}
	return out
}

// NormalEmail is an e-mail address in lower case without blanks, an
// apostrophe or mailto: around it; empty when the text is none.
func NormalEmail(s string) string {
	s = strings.ToLower(strings.Trim(strings.TrimSpace(s), "'<>\""))
	s = strings.TrimPrefix(s, "mailto:")
	name, host, ok := strings.Cut(s, "@")
	if !ok || name == "" || !strings.Contains(host, ".") || strings.ContainsAny(s, " \t,;") || strings.Contains(host, "@") {
		return ""
	}
	return s
}

// NormalPhone is a telephone number as E.164 has it, digits after a plus;
// empty when the text does not begin with a country code (+49… or 0049…) or
// has an impossible number of digits: without a country two people could
// share it.
func NormalPhone(s string) string {
	s = strings.TrimLeft(strings.TrimSpace(s), "'")
	if strings.HasPrefix(s, "00") {
		s = "+" + s[2:]
	}
	if !strings.HasPrefix(s, "+") {
		return ""
	}
	var b strings.Builder
	b.WriteByte('+')
	trunk := strings.Replace(s[1:], "(0)", "", 1) // +49 (0)30: the zero is not dialled
	for _, c := range trunk {
		switch {
		case c >= '0' && c <= '9':
			b.WriteRune(c)
		case strings.ContainsRune(" -().\u00a0/", c):
		default:
			return ""
		}
	}
	if n := b.Len() - 1; n < 8 || n > 15 {
		return ""
	}
	return b.String()
}
