package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"mime/multipart"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/perennial-clv/perennial/internal/value"
)

// uploadLife is how long an upload waits to be taken in.
const uploadLife = 24 * time.Hour

// Upload is a set of files that were sent once and wait to be taken in.
type Upload struct {
	ID       string             `json:"id"`
	State    string             `json:"state" enum:"waiting,importing,imported,failed"`
	Zone     string             `json:"zone" doc:"Time zone of the business: days begin there, and times without an offset are of it"`
	Files    []value.StagedFile `json:"files"`
	Imported *value.Imported    `json:"imported" doc:"What the import did, once it is imported"`
	Failure  *value.Trouble     `json:"failure" doc:"Why the import failed; it can be tried again"`
}

// waiting is an upload with its files.
type waiting struct {
	mu    sync.Mutex
	dir   string
	made  time.Time
	paths []string
	now   Upload
	ended chan struct{} // of the import that runs, or ran last
}

// uploads are all that wait.
type uploads struct {
	o   Options
	mu  sync.Mutex
	all map[string]*waiting
}

func newUploads(o Options) *uploads { return &uploads{o: o, all: map[string]*waiting{}} }

// find is an upload by its id.
func (u *uploads) find(id string) (*waiting, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if x, ok := u.all[id]; ok {
		return x, nil
	}
	return nil, value.Errorf(value.NotFound, "There is no upload %s", id).WithHint("Uploads are kept for a day, and until the server stops: send the files again.")
}

// add takes files in, into a new upload or one that is there.
func (u *uploads) add(ctx context.Context, to *waiting, parts *multipart.Reader, zone string) (Upload, error) {
	if parts == nil {
		return Upload{}, value.Errorf(value.Invalid, "The upload is not multipart/form-data").WithHint("Send the files as parts named files.")
	}
	if err := os.MkdirAll(u.o.SpoolDir, 0o700); err != nil {
		return Upload{}, diskError(err)
	}
	dir, err := os.MkdirTemp(u.o.SpoolDir, "staged-")
	if err != nil {
		return Upload{}, diskError(err)
	}
	paths, err := spool(parts, dir, func(Progress) {})
	if err != nil {
		return Upload{}, errors.Join(err, os.RemoveAll(dir))
	}
	if to == nil {
		to = u.create(ctx, dir, zone)
	}
	to.mu.Lock()
	defer to.mu.Unlock()
	if err := to.open(); err != nil {
		return Upload{}, errors.Join(err, os.RemoveAll(dir))
	}
	for _, path := range paths {
		to.paths = append(to.paths, path)
		to.now.Files = append(to.now.Files, value.StagedFile{})
		if err := u.understand(ctx, to, len(to.paths), value.Choice{}); err != nil {
			return Upload{}, err
		}
	}
	return to.copy(), nil
}

// create makes an upload, and forgets those that waited too long.
func (u *uploads) create(ctx context.Context, dir, zone string) *waiting {
	if zone == "" {
		zone = u.o.Staging.Zone(ctx)
	}
	var id [8]byte
	_, _ = rand.Read(id[:])
	x := &waiting{dir: dir, made: time.Now(), now: Upload{ID: hex.EncodeToString(id[:]), State: "waiting", Zone: zone}}
	u.mu.Lock()
	defer u.mu.Unlock()
	for id, old := range u.all {
		if time.Since(old.made) > uploadLife && old.mu.TryLock() {
			if old.now.State != "importing" {
				delete(u.all, id)
				old.remove()
			}
			old.mu.Unlock()
		}
	}
	u.all[x.now.ID] = x
	return x
}

// remove removes the files.
func (x *waiting) remove() {
	_ = os.RemoveAll(x.dir)
	for _, p := range x.paths {
		_ = os.RemoveAll(filepath.Dir(p))
	}
}

// open refuses changes to an upload that is being taken in, or was.
func (x *waiting) open() error {
	switch x.now.State {
	case "importing":
		return value.Errorf(value.Unavailable, "These files are being imported").WithHint("Wait until that has finished.")
	case "imported":
		return value.Errorf(value.Invalid, "These files were imported").WithHint("Undo that import, and send them again.")
	}
	return nil
}

// understand looks at one file anew.
func (u *uploads) understand(ctx context.Context, x *waiting, no int, c value.Choice) error {
	f := &x.now.Files[no-1]
	s, err := u.o.Staging.Understand(ctx, Staged{Path: x.paths[no-1], Zone: x.now.Zone, Fingerprint: f.Report.Fingerprint, Choice: c})
	if err != nil {
		return err
	}
	s.No = no
	*f = s
	return nil
}

// FileChoice is a Choice for one file of an upload.
type FileChoice struct {
	No int `json:"no" minimum:"1" doc:"Number of the file in its upload"`
	value.Choice
}

// preview looks again at files that are to be read otherwise.
func (u *uploads) preview(ctx context.Context, x *waiting, zone string, files []FileChoice) (Upload, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.open(); err != nil {
		return Upload{}, err
	}
	again := map[int]value.Choice{}
	if zone != "" && zone != x.now.Zone {
		if _, err := time.LoadLocation(zone); err != nil {
			return Upload{}, value.Errorf(value.Invalid, "unknown time zone %q", zone).WithHint("Use a name such as Europe/Berlin.")
		}
		x.now.Zone = zone
		for _, f := range x.now.Files {
			again[f.No] = f.Choice
		}
	}
	for _, f := range files {
		if f.No < 1 || f.No > len(x.paths) {
			return Upload{}, value.Errorf(value.NotFound, "The upload has no file %d", f.No).WithHint("It has %d, numbered from 1.", len(x.paths))
		}
		again[f.No] = f.Choice
	}
	for no, c := range again {
		if err := u.understand(ctx, x, no, c); err != nil {
			return Upload{}, err
		}
	}
	x.now.State, x.now.Failure = "waiting", nil
	return x.copy(), nil
}

// ready are the files to be taken in; none may have a problem.
func (x *waiting) ready() (out []Staged, err error) {
	for i, f := range x.now.Files {
		if f.Choice.Skip {
			continue
		}
		if f.Problem != nil {
			return nil, value.Errorf(f.Problem.Code, "%s: %s", f.File, f.Problem.Message).WithHint("%s", f.Problem.Hint)
		}
		out = append(out, Staged{Path: x.paths[i], Zone: x.now.Zone, Fingerprint: f.Report.Fingerprint, Choice: f.Choice})
	}
	if len(out) == 0 {
		return nil, value.Errorf(value.Invalid, "No file is left to import").WithHint("Take one in again, or send others.")
	}
	return out, nil
}

// take begins to take an upload in. ended is closed when that is over.
func (u *uploads) take(ctx context.Context, x *waiting, now *activity) (ended chan struct{}, err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	switch x.now.State {
	case "importing", "imported":
		return x.ended, nil
	}
	files, err := x.ready()
	if err != nil {
		return nil, err
	}
	progress, done, err := now.start("import")
	if err != nil {
		return nil, err
	}
	x.now.State, x.now.Failure, x.ended = "importing", nil, make(chan struct{})
	zone, ended := x.now.Zone, x.ended
	u.o.Jobs.run(ctx, func(ctx context.Context) {
		defer close(ended)
		defer done()
		imported, err := u.o.Staging.ImportStaged(ctx, files, zone, progress)
		x.mu.Lock()
		defer x.mu.Unlock()
		if err != nil {
			x.now.State, x.now.Failure = "failed", u.trouble(ctx, x, err)
			return
		}
		x.now.State, x.now.Imported = "imported", &imported
		x.remove()
	})
	return ended, nil
}

// trouble is an error as part of an answer.
func (u *uploads) trouble(ctx context.Context, x *waiting, err error) *value.Trouble {
	var p *Problem
	if errors.As(faults{u.o.Log}.problem(ctx, withoutDir(err, x.dir)), &p) {
		return &value.Trouble{Code: p.Code, Message: p.Detail, Hint: p.Hint}
	}
	return &value.Trouble{Code: value.Internal, Message: err.Error()}
}

// see is an upload as it is now.
func (x *waiting) see() Upload {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.copy()
}

// copy is what others may keep while it changes.
func (x *waiting) copy() Upload {
	out := x.now
	out.Files = slices.Clone(x.now.Files)
	return out
}

// drop forgets an upload.
func (u *uploads) drop(id string) error {
	x, err := u.find(id)
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.now.State == "importing" {
		return x.open()
	}
	u.mu.Lock()
	delete(u.all, id)
	u.mu.Unlock()
	x.remove()
	return nil
}
