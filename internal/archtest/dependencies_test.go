package archtest

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mostDependencies is how many modules the code may import directly.
const mostDependencies = 25

var reasonLine = regexp.MustCompile("(?m)^\\| `([^`]+)` \\|(.*)\\|$")

// reasons are the lines of tables in ARCHITECTURE.md that begin with a name.
func reasons(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, m := range reasonLine.FindAllStringSubmatch(page(t, "ARCHITECTURE.md"), -1) {
		out[m[1]] = m[2]
	}
	return out
}

func TestEveryDependencyHasAReason(t *testing.T) {
	reasons := reasons(t)
	modules := requirements(t)
	used := map[string]string{}
	for _, f := range files(t) {
		for _, imported := range f.imports {
			if m := moduleOf(modules, imported); m != "" {
				used[m] = f.path
			} else if first, _, _ := strings.Cut(imported, "/"); strings.Contains(first, ".") && !under(module, imported) {
				t.Errorf("%s imports %s, which go.mod does not require", f.path, imported)
			}
		}
	}
	for m, by := range used {
		if len(strings.Fields(reasons[m])) < 2 {
			t.Errorf("%s uses %s: ARCHITECTURE.md does not say why", by, m)
		}
	}
	if len(used) > mostDependencies {
		t.Errorf("%d modules are imported directly, more than %d", len(used), mostDependencies)
	}
}

func TestEveryPackageOfTheDashboardHasAReason(t *testing.T) {
	var manifest struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal([]byte(page(t, "web/package.json")), &manifest); err != nil {
		t.Fatal(err)
	}
	reasons := reasons(t)
	names := slices.Collect(maps.Keys(manifest.Dependencies))
	for _, name := range slices.AppendSeq(names, maps.Keys(manifest.DevDependencies)) {
		if reasons[name] == "" {
			t.Errorf("web/package.json asks for %s: ARCHITECTURE.md does not say why", name)
		}
	}
}
