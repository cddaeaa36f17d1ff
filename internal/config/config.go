// Package config is the one typed record of settings that every command
// shares: defaults, overruled by the environment, overruled by flags.
//
// It must not know commands, files of data or the store.
package config

import (
	"errors"
	"fmt"
	"net"
	"strconv"
)

// Config is what every command shares.
type Config struct {
	Data     string // data directory
	Addr     string // where serve listens
	MemoryMB int    // limit of the store's memory
}

// The defaults.
const (
	DefaultData     = "perennial-data"
	DefaultAddr     = "127.0.0.1:8420"
	DefaultMemoryMB = 1500
)

// Names of the environment variables.
const (
	EnvData   = "PERENNIAL_DATA"
	EnvAddr   = "PERENNIAL_ADDR"
	EnvMemory = "PERENNIAL_MEMORY_MB"
)

// FromEnvironment is the defaults with what the environment says. The lookup
// is os.LookupEnv in earnest.
func FromEnvironment(lookup func(string) (string, bool)) (Config, error) {
	c := Config{DefaultData, DefaultAddr, DefaultMemoryMB}
	if v, ok := lookup(EnvData); ok && v != "" {
		c.Data = v
	}
	if v, ok := lookup(EnvAddr); ok && v != "" {
		c.Addr = v
	}
	if v, ok := lookup(EnvMemory); ok && v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			return c, fmt.Errorf("%s=%q is not a number of megabytes", EnvMemory, v)
		}
		c.MemoryMB = n
	}
	return c, nil
}

// Validate joins every problem.
func (c Config) Validate() error {
	var errs []error
	if c.Data == "" {
		errs = append(errs, errors.New("the data directory has no name"))
	}
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		errs = append(errs, fmt.Errorf("the address %q is not host:port", c.Addr))
	}
	if c.MemoryMB < 200 {
		errs = append(errs, fmt.Errorf("a memory limit of %d MB is below the least, 200", c.MemoryMB))
	}
	return errors.Join(errs...)
}
