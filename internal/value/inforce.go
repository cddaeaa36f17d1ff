package value

// InForce is what value means in a data directory now, and in its scores.
type InForce struct {
	Definition LadderDefinition `json:"definition" doc:"What questions use unless they say otherwise, and the next scoring"`
	Short      string           `json:"short" doc:"The same in a line"`
	// Scored is nil before anything is scored.
	Scored      *LadderDefinition `json:"scored" doc:"That of the latest scoring; null before any"`
	ScoredShort string            `json:"scored_short" doc:"The same in a line; empty before any"`
	Stale       bool              `json:"stale" doc:"Whether scores are of another definition until customers are scored again"`
	Editable    bool              `json:"editable" doc:"Whether this server changes definitions and takes rates"`
}

// NewInForce puts the workspace's terms beside those of its scores, which are
// nil before anything is scored.
func NewInForce(own Terms, scored *Terms) InForce {
	out := InForce{Definition: DefineLadder(own, Period{})}
	out.Short = out.Definition.Short()
	if scored != nil {
		d := DefineLadder(*scored, Period{})
		out.Scored, out.ScoredShort, out.Stale = &d, d.Short(), !scored.Equal(own)
	}
	return out
}
