package config

import (
	"strings"
	"testing"
)

func TestFromEnvironment(t *testing.T) {
	env := map[string]string{EnvData: "/srv/shop", EnvMemory: "800"}
	look := func(k string) (string, bool) { v, ok := env[k]; return v, ok }
	c, err := FromEnvironment(look)
	if err != nil || c.Data != "/srv/shop" || c.MemoryMB != 800 || c.Addr != DefaultAddr {
		t.Fatalf("got %+v, %v", c, err)
	}
	env[EnvMemory] = "lots"
	if _, err := FromEnvironment(look); err == nil || !strings.Contains(err.Error(), EnvMemory) {
		t.Fatalf("a bad number is not named: %v", err)
	}
}

func TestValidateJoinsEveryProblem(t *testing.T) {
	err := Config{Addr: "nowhere", MemoryMB: 1}.Validate()
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"data directory", "nowhere", "memory limit"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %q", want, err)
		}
	}
}
