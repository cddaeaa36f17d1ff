package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Health says that the server answers.
type Health struct {
	Status string `json:"status" enum:"ok"`
}

func registerHealth(api huma.API) {
	ok := func(context.Context, *struct{}) (*answer[Health], error) {
		return &answer[Health]{Health{"ok"}}, nil
	}
	op := operation(http.MethodGet, "/healthz", "health", "Server", "Whether the server answers")
	huma.Register(api, op, ok)

	// Where probes look by habit.
	op.Path, op.Hidden, op.OperationID = "/healthz", true, "health-root"
	huma.Register(api, op, ok)
}
