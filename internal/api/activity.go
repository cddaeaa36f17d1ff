package api

import (
	"context"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

// Activity is the long job that runs now, if any.
type Activity struct {
	Running  bool     `json:"running"`
	Job      string   `json:"job" doc:"import, score, or empty"`
	Progress Progress `json:"progress"`
}

// activity lets one long job run at a time and remembers how far it is.
type activity struct {
	mu  sync.Mutex
	now Activity
}

func newActivity() *activity { return &activity{} }

// start claims the place, or says what holds it. The caller must call done.
func (a *activity) start(job string) (progress func(Progress), done func(), err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.now.Running {
		return nil, nil, value.Errorf(value.Unavailable, "Another job is running: %s", a.now.Job).
			WithHint("Wait until it has finished.")
	}
	a.now = Activity{Running: true, Job: job}
	return a.set, a.clear, nil
}

func (a *activity) set(p Progress) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.now.Progress = p
}

func (a *activity) clear() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.now = Activity{}
}

func registerActivity(api huma.API, a *activity) {
	op := operation(http.MethodGet, "/activity", "activity", "Imports", "How far the import or scoring is that runs now")
	huma.Register(api, op, func(context.Context, *struct{}) (*answer[Activity], error) {
		a.mu.Lock()
		defer a.mu.Unlock()
		return &answer[Activity]{a.now}, nil
	})
}
