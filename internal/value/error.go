package value

import (
	"errors"
	"fmt"
)

// Code says what kind of failure an Error is: it decides the exit status of
// the command line and the status of an HTTP answer.
type Code string

// The codes.
const (
	Invalid     Code = "invalid"     // the request or a flag cannot be right
	BadInput    Code = "bad_input"   // a file is not what it should be
	NotFound    Code = "not_found"   // a file, customer or data directory is missing
	Denied      Code = "denied"      // no permission
	Unavailable Code = "unavailable" // disk full, store locked, out of memory
	TooLittle   Code = "too_little"  // the data cannot support even the simplest answer
	Internal    Code = "internal"    // a fault of Perennial
)

// Error is the one error people see: what happened, where, and what to do.
type Error struct {
	Code    Code
	Message string // one sentence: what happened, and where
	Hint    string // one sentence: what to do next
	Err     error  // the cause, for logs
}

// Error is the message and the hint.
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + ". " + e.Hint
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error with a message.
func Errorf(code Code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Code: code, Message: err.Error(), Err: errors.Unwrap(err)}
}

// WithHint adds what to do next.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// CodeOf is the code of the first Error in the chain, or Internal.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}
