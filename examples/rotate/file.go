package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/access"
)

// write puts a secret into a file that only its owner can read. Whoever reads the file
// meanwhile sees all of the old secret or all of the new one.
func write(path string, secret boxoffice.Secret) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".token-*") // with mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	_, err = file.WriteString(secret.Reveal())
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// report says what is true now.
func report(w io.Writer, done *access.Rotated, path string) {
	switch {
	case done.AlreadyDone && done.New.ID == 0:
		fmt.Fprintf(w, "Token %d was replaced before, by several that are active. Nothing was done.\n", done.Old.ID)
	case done.AlreadyDone:
		fmt.Fprintf(w, "Token %d was replaced before, by token %d, %q. Nothing was done.\n", done.Old.ID, done.New.ID, done.New.Name)
	default:
		fmt.Fprintf(w, "Token %d, %q, of team %d works, and its secret is in %s.\n", done.New.ID, done.New.Name, done.TeamID, path)
		fmt.Fprintf(w, "Token %d, %q, is disabled.\n", done.Old.ID, done.Old.Name)
	}
	if done.OldSecretRefused {
		fmt.Fprintln(w, "The server refuses the old secret.")
	}
	for _, token := range done.Disabled {
		fmt.Fprintf(w, "Token %d, %q, which an earlier run left behind, is disabled.\n", token.ID, token.Name)
	}
	for _, token := range done.Strays {
		fmt.Fprintf(w, "Token %d, %q, is active too: disable it if nobody uses it.\n", token.ID, token.Name)
	}
}
