package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

// export is one job: whose attendees, since when.
type export struct {
	eb           *boxoffice.Eventbrite
	organization boxoffice.OrganizationID
	since        time.Time
	progress     progress
	stderr       io.Writer
}

// place is where an export stands. It is for one job: another can't go on from it.
type place struct {
	Organization boxoffice.OrganizationID `json:"organization"`
	Since        time.Time                `json:"since"`
	Continuation string                   `json:"continuation"` // "" before the first page and behind the last
	Rows         int                      `json:"rows"`
	Bytes        int64                    `json:"bytes"`
}

// output takes pages. After commit, a page and the place behind it are safe.
type output interface {
	// resume returns the place of an earlier run, if there is one.
	resume() (place, bool, error)
	// begin drops what is behind a place; the zero place is an empty output.
	begin(place) error
	write(rows [][]string) error
	commit(place) error
	// finish says that nothing is left to do.
	finish() error
}

func (e export) run(ctx context.Context, out output) error {
	at, resumed, err := out.resume()
	if err != nil {
		return err
	}
	if resumed && (at.Organization != e.organization || !at.Since.Equal(e.since)) {
		return errors.New("the file holds an unfinished export of another organization or time; finish that, or delete the file and its .state")
	}
	if resumed && at.Bytes > 0 && at.Continuation == "" {
		// All was written; a walk from "" would write it again.
		return out.finish()
	}
	if resumed {
		fmt.Fprintf(e.stderr, "Going on behind %d attendees.\n", at.Rows)
	}
	err = e.from(ctx, out, at, resumed)
	if failed, ok := errors.AsType[*boxoffice.Error](err); ok && resumed && failed.Code == "BAD_CONTINUATION_TOKEN" {
		fmt.Fprintln(e.stderr, "Eventbrite no longer knows the place: beginning again.")
		err = e.from(ctx, out, place{}, false)
	}
	return err
}

func (e export) from(ctx context.Context, out output, at place, resumed bool) error {
	if !resumed {
		at = place{Organization: e.organization, Since: e.since}
	}
	if err := out.begin(at); err != nil {
		return err
	}
	if at.Bytes == 0 {
		if err := out.write([][]string{header}); err != nil {
			return err
		}
	}
	defer e.progress.end()
	for page, err := range e.eb.Attendees.Pages(ctx, e.organization, &boxoffice.AttendeeListOptions{
		ContinuationOptions: boxoffice.ContinuationOptions{Continuation: at.Continuation},
		ChangedSince:        boxoffice.UTC(e.since),
	}) {
		if err != nil {
			return err
		}
		rows := make([][]string, 0, len(page.Items))
		for _, attendee := range page.Items {
			rows = append(rows, row(attendee))
		}
		if err := out.write(rows); err != nil {
			return err
		}
		if len(page.Malformed) > 0 {
			fmt.Fprintf(e.stderr, "On the page behind %d attendees something could not be read and is left out: %v\n", at.Rows, page.Malformed[0])
		}
		at.Continuation = page.Continuation
		at.Rows += len(rows)
		if err := out.commit(at); err != nil {
			return err
		}
		e.progress.show(at.Rows, page.Count)
	}
	return out.finish()
}

func find(ctx context.Context, eb *boxoffice.Eventbrite, idOrName string) (boxoffice.OrganizationID, error) {
	resolve := eb.Organizations.Default
	if idOrName != "" {
		resolve = func(ctx context.Context) (*boxoffice.Organization, error) {
			return eb.Organizations.Resolve(ctx, idOrName)
		}
	}
	organization, err := resolve(ctx)
	if err != nil {
		return "", err
	}
	return organization.ID, nil
}
