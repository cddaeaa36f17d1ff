package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/perennial-clv/perennial/internal/value"
)

// printIdentity prints a person's identifiers with what joins them.
func printIdentity(w io.Writer, x value.Identity) {
	if len(x.Identifiers) == 1 {
		fmt.Fprintf(w, "%s: one person under one identifier\n", x.Person)
	} else {
		fmt.Fprintf(w, "%s: one person under %d identifiers\n\n", x.Person, len(x.Identifiers))
		t := newTable(w)
		for _, i := range x.Identifiers {
			why := "asked about"
			for n, l := range i.Why {
				if why = l.Says; n > 0 {
					t.AppendRow(table.Row{"", "", "and " + why})
					continue
				}
				t.AppendRow(table.Row{i.ID, kindWord(i.Kind), why})
			}
			if len(i.Why) == 0 {
				t.AppendRow(table.Row{i.ID, kindWord(i.Kind), why})
			}
		}
		t.Render()
	}
	for _, d := range x.Doubts {
		fmt.Fprintln(w, wrap("! "+d))
	}
	if len(x.Unused) > 0 {
		fmt.Fprintln(w, "\nNot joined")
		t := newTable(w)
		for _, u := range x.Unused {
			t.AppendRow(table.Row{u.Other, u.Because})
			t.AppendRow(table.Row{"", u.Says + "."})
		}
		t.Render()
	}
	if x.MoreUnused > 0 {
		fmt.Fprintf(w, "and %s more\n", group(x.MoreUnused))
	}
	printSplits(w, x.Splits)
}

// kindWord is a kind of identifier for people.
func kindWord(kind string) string {
	switch kind {
	case "email":
		return "e-mail"
	case "external":
		return "customer id"
	case "phone":
		return "telephone"
	}
	return kind
}

// printSplits prints what was said.
func printSplits(w io.Writer, splits []value.Pair) {
	if len(splits) == 0 {
		return
	}
	fmt.Fprintln(w, "\nSaid to be two people")
	for _, p := range splits {
		fmt.Fprintf(w, "  %s and %s\n", p.A, p.B)
	}
}

// printMerges prints a page of people.
func printMerges(w io.Writer, m value.Merges, offset int) {
	if m.Total == 0 {
		fmt.Fprintln(w, "Everybody has one identifier.")
	} else {
		fmt.Fprintf(w, "%s under several identifiers.\n\n", strings.Replace(counted(m.Total, "person"), "persons", "people", 1))
		t := newTable(w)
		t.AppendHeader(table.Row{"Person", "Identifiers", "E-mails", "Others"})
		for _, r := range m.Rows {
			others := strings.Join(r.First, ", ")
			if r.Identifiers-1 > int64(len(r.First)) {
				others += ", …"
			}
			t.AppendRow(table.Row{r.Person, r.Identifiers, r.Emails, others})
		}
		alignRight(t, 3)
		t.Render()
		if left := m.Total - int64(offset+len(m.Rows)); left > 0 {
			fmt.Fprintf(w, "and %s more: see --offset\n", group(left))
		}
	}
	if m.Shared+m.Crowded > 0 {
		fmt.Fprintln(w)
	}
	if m.Shared > 0 {
		fmt.Fprintln(w, wrap(counted(m.Shared, "telephone or device")+" of several people joined none of them."))
	}
	if m.Crowded > 0 {
		fmt.Fprintln(w, wrap(counted(m.Crowded, "identifier")+" that more people use than one joined nobody."))
	}
	printSplits(w, m.Splits)
}

// printParting prints what a split or its undoing did.
func printParting(s *shell, x value.Parting) {
	fmt.Fprintln(s.Out, wrap(x.Says))
	for _, l := range x.Links {
		fmt.Fprintln(s.Out, "  "+l.Says)
	}
	for _, p := range []value.Identity{x.A, x.B} {
		fmt.Fprintf(s.Out, "%s: %s\n", p.Person, strings.Join(idsOf(p), ", "))
		if x.A.Person == x.B.Person {
			break
		}
	}
	fmt.Fprintf(s.Out, "Next: perennial score --data %s\n", s.conf.Data)
}

// idsOf are a person's identifiers.
func idsOf(x value.Identity) (out []string) {
	for _, i := range x.Identifiers {
		out = append(out, i.ID)
	}
	return out
}
