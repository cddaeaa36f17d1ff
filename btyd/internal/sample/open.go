package sample

import "os"

// Open opens a file of the shared data by its path there, such as
// data/orders/cdnow_sample.txt.
func Open(name string) (*os.File, error) { return os.Open(find(name)) }
