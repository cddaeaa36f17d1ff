package cli

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/value"
)

// people is a data directory asked which identifiers are one person.
type people interface {
	Identity(ctx context.Context, id string) (value.Identity, error)
	Merges(ctx context.Context, limit, offset int) (value.Merges, error)
	Split(ctx context.Context, a, b string) (value.Parting, error)
	Rejoin(ctx context.Context, a, b string) (value.Parting, error)
}

func identityCommand(s *shell) *cobra.Command {
	c := &cobra.Command{
		Use: "identity", Short: "Show which identifiers are one person, and why", Args: cobra.NoArgs,
		Long: `Shows which e-mail addresses, ids of the business, accounts of platforms,
telephones and devices are taken to be one person's, and which records say so.
What is wrong can be split, and a split taken back. A platform's own customer is
written with its name, such as stripe:cus_1.`,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(identityShowCommand(s), identityMergesCommand(s), identitySplitCommand(s), identityJoinCommand(s))
	return c
}

// aboutPeople makes a command that asks one thing and prints the answer.
func aboutPeople[T any](s *shell, c *cobra.Command, ask func(context.Context, people, []string) (T, error), print func(T)) *cobra.Command {
	var asJSON bool
	c.RunE = func(c *cobra.Command, args []string) (err error) {
		w, err := s.open(c, true)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.Close()) }()
		p, ok := w.(people)
		if !ok {
			return errors.New("this data directory does not know who is who")
		}
		answer, err := ask(c.Context(), p, args)
		if err != nil {
			return err
		}
		if asJSON {
			return json.NewEncoder(s.Out).Encode(answer)
		}
		print(answer)
		return nil
	}
	s.dataFlag(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print the answer as JSON")
	return c
}

func identityShowCommand(s *shell) *cobra.Command {
	c := &cobra.Command{
		Use: "show ID", Short: "Whom an identifier stands for, and why", Args: cobra.ExactArgs(1),
		Example: "  perennial identity show ann@x.org --data shop\n  perennial identity show stripe:cus_1",
	}
	return aboutPeople(s, c, func(ctx context.Context, p people, args []string) (value.Identity, error) {
		return p.Identity(ctx, args[0])
	}, func(x value.Identity) { printIdentity(s.Out, x) })
}

func identityMergesCommand(s *shell) *cobra.Command {
	var limit, offset int
	c := &cobra.Command{
		Use: "merges", Short: "List the people with several identifiers, the doubtful ones first", Args: cobra.NoArgs,
		Long: `Lists the people with several identifiers: those with several e-mail addresses
first, then those with the most identifiers.`,
	}
	c.Flags().IntVar(&limit, "limit", 50, "people to list, at most 500")
	c.Flags().IntVar(&offset, "offset", 0, "people to pass over")
	return aboutPeople(s, c, func(ctx context.Context, p people, _ []string) (value.Merges, error) {
		if limit < 1 || limit > 500 || offset < 0 {
			return value.Merges{}, value.Errorf(value.Invalid, "--limit is from 1 to 500, and --offset not negative")
		}
		return p.Merges(ctx, limit, offset)
	}, func(m value.Merges) { printMerges(s.Out, m, offset) })
}

func identitySplitCommand(s *shell) *cobra.Command {
	c := &cobra.Command{
		Use: "split A B", Short: "Say that two identifiers are two people", Args: cobra.ExactArgs(2),
		Long: `Says that two identifiers are two people, now and after every later import. The
links between them that are the weakest evidence are used no more. Score again
to see it in the figures.`,
		Example: "  perennial identity split ann@x.org eve@x.org --data shop",
	}
	return aboutPeople(s, c, func(ctx context.Context, p people, args []string) (value.Parting, error) {
		return p.Split(context.WithoutCancel(ctx), args[0], args[1])
	}, func(x value.Parting) { printParting(s, x) })
}

func identityJoinCommand(s *shell) *cobra.Command {
	c := &cobra.Command{
		Use: "join A B", Short: "Take back that two identifiers are two people", Args: cobra.ExactArgs(2),
		Long: `Takes back what perennial identity split said: the links between the two count
again. It joins nobody whom no record joins.`,
		Example: "  perennial identity join ann@x.org eve@x.org --data shop",
	}
	return aboutPeople(s, c, func(ctx context.Context, p people, args []string) (value.Parting, error) {
		return p.Rejoin(context.WithoutCancel(ctx), args[0], args[1])
	}, func(x value.Parting) { printParting(s, x) })
}
