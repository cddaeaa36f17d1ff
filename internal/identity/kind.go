package identity

import "strings"

// Kind is what an identifier is, the most telling first.
type Kind int8

// The kinds.
const (
	Email    Kind = iota
	External      // the business's own id of a customer
	Account       // a platform's id of a customer, "stripe:cus_1"
	Phone         // E.164
	Device        // a device or visitor, "segment:~f3a"
)

var kindNames = [...]string{"email", "external", "account", "phone", "device"}

// String is the kind's name in answers.
func (k Kind) String() string { return kindNames[k] }

// Kinds are the names of the kinds, the most telling first.
func Kinds() []string { return kindNames[:] }

// strong reports whether a link of such identifiers makes one person.
func (k Kind) strong() bool { return k < Phone }

// KindOf is what an identifier is, in a record of a source: identifiers that
// only mean something within their source carry its name before a colon.
func KindOf(id, source string) Kind {
	if rest, ok := strings.CutPrefix(id, source+":"); ok && source != "" {
		if strings.HasPrefix(rest, "~") {
			return Device
		}
		return Account
	}
	switch {
	case strings.Contains(id, "@"):
		return Email
	case isPhone(id):
		return Phone
	}
	return External
}

// isPhone reports whether an identifier is a telephone number as E.164 has it.
func isPhone(id string) bool {
	if len(id) < 9 || len(id) > 16 || id[0] != '+' {
		return false
	}
	for _, c := range []byte(id[1:]) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
