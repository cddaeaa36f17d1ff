package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// describe tells the size of the machine and the versions, and nothing that
// would identify it.
func describe(python string) (map[string]string, error) {
	peer, err := versions(python, "lifetimes", "pandas", "numpy", "scipy", "pyarrow", "autograd")
	if err != nil {
		return nil, fmt.Errorf("%s: %w; bench/run.sh makes it", python, err)
	}
	machine := map[string]string{
		"cores":  fmt.Sprint(runtime.NumCPU()),
		"system": runtime.GOOS + "/" + runtime.GOARCH,
		"go":     strings.TrimPrefix(runtime.Version(), "go"),
		"peer":   peer,
	}
	if info, err := os.ReadFile("/proc/meminfo"); err == nil {
		var kb float64
		if _, err := fmt.Sscanf(string(info), "MemTotal: %g", &kb); err == nil {
			machine["memory"] = fmt.Sprintf("%.0f GB", kb/(1<<20))
		}
	}
	if commit, err := exec.Command("git", "describe", "--always", "--dirty").Output(); err == nil {
		machine["commit"] = strings.TrimSpace(string(commit))
	}
	return machine, nil
}
