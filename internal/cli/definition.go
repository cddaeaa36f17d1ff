package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/value"
)

// definitions is a data directory whose definition can be seen and changed.
type definitions interface {
	Terms(ctx context.Context) (value.Terms, error)
	SetTerms(ctx context.Context, t value.Terms) error
}

func definitionCommand(s *shell) *cobra.Command {
	c := &cobra.Command{Use: "definition", Short: "Show or change what value means in the data directory", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(definitionShowCommand(s), definitionSetCommand(s))
	return c
}

// changeDefinition opens the data directory, lets the terms be changed and
// prints them.
func (s *shell) changeDefinition(c *cobra.Command, asJSON bool, change func(definitions, value.Terms) (value.Terms, error)) (err error) {
	w, err := s.open(c, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	d, ok := w.(definitions)
	if !ok {
		return value.Errorf(value.Unavailable, "a server runs on this data directory, and it does not change definitions").WithHint("Stop the server first")
	}
	t, err := d.Terms(c.Context())
	if err != nil {
		return err
	}
	if t, err = change(d, t); err != nil {
		return err
	}
	def := value.DefineLadder(t, value.Period{})
	if asJSON {
		return json.NewEncoder(s.Out).Encode(def)
	}
	fmt.Fprintln(s.Out, def.Short())
	printWords(s.Out, def)
	return nil
}

func definitionShowCommand(s *shell) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "show", Short: "Show what value means in the data directory", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return s.changeDefinition(c, asJSON, func(_ definitions, t value.Terms) (value.Terms, error) { return t, nil })
		},
	}
	s.dataFlag(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print the definition as JSON")
	return c
}

func definitionSetCommand(s *shell) *cobra.Command {
	var changes value.Changes
	var asJSON bool
	c := &cobra.Command{
		Use: "set", Short: "Change what value means in the data directory",
		Long: `Changes the definition that questions use unless they say otherwise, and that
the next scoring reads orders under. What is not named stays as it is.`,
		Example: "  perennial definition set --basis contribution --currency EUR --data shop",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if changes == (value.Changes{}) {
				return value.Errorf(value.Invalid, "nothing is to be changed").WithHint("Name what, such as --basis net; see `perennial definition set --help`")
			}
			return s.changeDefinition(c, asJSON, func(d definitions, t value.Terms) (value.Terms, error) {
				t, err := changes.Apply(t)
				if err != nil {
					return t, err
				}
				if err := d.SetTerms(c.Context(), t); err != nil {
					return t, err
				}
				fmt.Fprintf(s.Err, "Scores keep the former definition until you run: perennial score --data %s\n", s.conf.Data)
				return t, nil
			})
		},
	}
	changeFlags(c, &changes)
	s.dataFlag(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print the definition as JSON")
	return c
}
