package file

// OrderLog says why the file cannot be read as a plain log of orders; nil
// when it can.
func (f *Found) OrderLog() error { return f.in.assign(&group{files: []*input{f.f}}) }
