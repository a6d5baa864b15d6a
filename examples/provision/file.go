package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/boxoffice-go/boxoffice"
)

// write puts a secret into a new file, or over an old one, that only its owner can read.
func write(path string, secret boxoffice.Secret) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".token-*") // with mode 0600
	if err != nil {
		return err
	}
	_, err = file.WriteString(secret.Reveal())
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}

// add is the function of a flag that can be given several times.
func add(list *[]string) func(string) error {
	return func(value string) error {
		*list = append(*list, value)
		return nil
	}
}
