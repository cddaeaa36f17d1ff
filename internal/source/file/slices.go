package file

import (
	"bytes"
	"errors"
	"io"
	"os"
)

// slices256 are pieces of the middle and the end of a big file.
func slices256(path string, size int64) [][]byte {
	if size < sliceFrom {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	var out [][]byte
	for _, at := range []int64{size / 2, size - sliceSize} {
		piece := make([]byte, sliceSize)
		n, err := file.ReadAt(piece, at)
		if err != nil && !errors.Is(err, io.EOF) {
			continue
		}
		out = append(out, piece[:n])
	}
	return out
}

// afterBreak is a piece from its first line end on.
func afterBreak(piece []byte) []byte {
	return piece[bytes.IndexByte(piece, '\n')+1:]
}
