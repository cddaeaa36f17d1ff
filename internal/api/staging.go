package api

import (
	"context"
	"sync"

	"github.com/perennial-clv/perennial/internal/value"
)

// Staging looks at uploaded files before they are taken in.
type Staging interface {
	// Understand says what a file holds, from its beginning. What is wrong with
	// the file is part of the answer, not an error.
	Understand(ctx context.Context, s Staged) (value.StagedFile, error)
	// ImportStaged takes files in, all or none, as people chose. The files stay.
	ImportStaged(ctx context.Context, files []Staged, zone string, progress func(Progress)) (value.Imported, error)
	// Zone is the business's time zone as far as it is known.
	Zone(ctx context.Context) string
	// Formats are what files can be read as.
	Formats() value.Formats
}

// Staged is one file that waits to be taken in.
type Staged struct {
	Path        string
	Zone        string
	Fingerprint string // of its content; empty while not known
	Choice      value.Choice
}

// Jobs are long jobs that outlive the requests that began them.
type Jobs struct {
	ctx context.Context
	wg  sync.WaitGroup
}

// NewJobs begins with none; all give up when ctx ends.
func NewJobs(ctx context.Context) *Jobs { return &Jobs{ctx: ctx} }

// Wait waits until all have ended.
func (j *Jobs) Wait() { j.wg.Wait() }

// run begins a job. Without Jobs it ends with the request.
func (j *Jobs) run(ctx context.Context, job func(context.Context)) {
	if j == nil {
		go job(ctx)
		return
	}
	j.wg.Go(func() { job(j.ctx) })
}
