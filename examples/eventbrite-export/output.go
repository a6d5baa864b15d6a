package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// stream is standard output: there is no way back.
type stream struct{ csv *csv.Writer }

func newStream(w io.Writer) *stream { return &stream{csv.NewWriter(w)} }

func (*stream) resume() (place, bool, error)  { return place{}, false, nil }
func (*stream) begin(place) error             { return nil }
func (s *stream) write(rows [][]string) error { return s.csv.WriteAll(rows) }
func (*stream) commit(place) error            { return nil }
func (*stream) finish() error                 { return nil }

// file is a CSV file with its place beside it.
type file struct {
	f     *os.File
	state string
}

func openFile(name string) (*file, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600) // it holds people's addresses
	if err != nil {
		return nil, err
	}
	return &file{f: f, state: name + ".state"}, nil
}

func (o *file) close() { _ = o.f.Close() }

func (o *file) resume() (place, bool, error) {
	data, err := os.ReadFile(o.state)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return place{}, false, o.unfinished()
	case err != nil:
		return place{}, false, err
	}
	var at place
	if err := json.Unmarshal(data, &at); err != nil {
		return place{}, false, fmt.Errorf("%s: %w", o.state, err)
	}
	info, err := o.f.Stat()
	if err == nil && info.Size() < at.Bytes {
		err = fmt.Errorf("%s is shorter than %s says: delete both to begin again", o.f.Name(), o.state)
	}
	return at, true, err
}

// unfinished refuses to write over a file that no unfinished export left.
func (o *file) unfinished() error {
	info, err := o.f.Stat()
	if err == nil && info.Size() > 0 {
		err = fmt.Errorf("%s exists already: name another file", o.f.Name())
	}
	return err
}

func (o *file) begin(at place) error {
	if err := o.f.Truncate(at.Bytes); err != nil {
		return err
	}
	if _, err := o.f.Seek(at.Bytes, io.SeekStart); err != nil {
		return err
	}
	if at.Bytes > 0 {
		return nil
	}
	// From now on the file is an unfinished export, also when it is killed here.
	return o.save(at)
}

func (o *file) write(rows [][]string) error {
	return csv.NewWriter(o.f).WriteAll(rows)
}

// commit makes the rows durable before the place that says so.
func (o *file) commit(at place) error {
	if err := o.f.Sync(); err != nil {
		return err
	}
	end, err := o.f.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	at.Bytes = end
	return o.save(at)
}

// save replaces the place in one step, also when the power goes.
func (o *file) save(at place) error {
	data, err := json.Marshal(at)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(o.state+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(o.state+".new", o.state)
}

func (o *file) finish() error { return os.Remove(o.state) }
