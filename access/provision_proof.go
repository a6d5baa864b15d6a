package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

// prove proves what can be proved of the token before anybody gets it.
func (p *provisioning) prove(ctx context.Context) error {
	if err := p.next.belongs(ctx, p.next.as); err != nil {
		return err
	}
	p.done.Proved = append(p.done.Proved, fmt.Sprintf("it is a token of the organizer %q", p.organizer))
	if p.done.Team.CanManageTeams() {
		p.done.Proved = append(p.done.Proved, "it may manage teams")
	} else {
		p.done.Proved = append(p.done.Proved, "it may not manage teams (403)")
	}
	if err := p.proveEvents(ctx); err != nil {
		return err
	}
	for _, path := range p.Allowed {
		if err := readPath(ctx, p.next.as, path); err != nil {
			return fmt.Errorf("%s should answer%s: %w", path, mistyped(err), err)
		}
		p.done.Proved = append(p.done.Proved, path+" answers")
	}
	for _, path := range p.Forbidden {
		err := readPath(ctx, p.next.as, path)
		switch {
		case err == nil:
			return fmt.Errorf("%s should be forbidden, and answers", path)
		case !errors.Is(err, boxoffice.ErrForbidden):
			return fmt.Errorf("%s should be forbidden (403)%s: %w", path, mistyped(err), err)
		}
		p.done.Proved = append(p.done.Proved, path+" is forbidden (403)")
	}
	return nil
}

// mistyped says of a path that is not there that the token may be as it should be.
func mistyped(err error) string {
	if errors.Is(err, boxoffice.ErrNotFound) {
		return ", but there is no such path, which says nothing about the token: correct it"
	}
	return ""
}

// proveEvents compares the list of events that the token sees, which takes no
// permission, with what is wanted.
func (p *provisioning) proveEvents(ctx context.Context) error {
	want := p.Events.Slugs()
	if p.Events.IsAll() {
		// Read first: an event that is made meanwhile is then only in the other list.
		var err error
		if want, err = eventSlugs(ctx, p.px, p.organizer); err != nil {
			return fmt.Errorf("reading the events to compare with: %w", err)
		}
	}
	got, err := eventSlugs(ctx, p.next.as, p.organizer)
	if err != nil {
		return fmt.Errorf("reading the events that it sees: %w", err)
	}
	without := func(list, other []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(slug string) bool { return slices.Contains(other, slug) })
	}
	missing, extra := without(want, got), without(got, want)
	if p.Events.IsAll() {
		extra = nil
	}
	if len(missing)+len(extra) > 0 {
		return fmt.Errorf("it should see the events %s, and sees %s", p.Events, boxoffice.OnlyEvents(got...))
	}
	if p.Events.IsAll() {
		p.done.Proved = append(p.done.Proved, fmt.Sprintf("it sees all %d events", len(got)))
	} else {
		p.done.Proved = append(p.done.Proved, "it sees exactly these events: "+p.Events.String())
	}
	return nil
}

func eventSlugs(ctx context.Context, px *boxoffice.Pretix, organizer string) ([]string, error) {
	slugs := []string{}
	strict := &boxoffice.PretixEventListOptions{ListOptions: boxoffice.ListOptions{Strict: true, PageSize: 50}}
	for event, err := range px.Events.All(ctx, organizer, strict) {
		if err != nil {
			return nil, err
		}
		slugs = append(slugs, event.Slug)
	}
	return slugs, nil
}

// readPath reads a path and drops what it answers.
func readPath(ctx context.Context, px *boxoffice.Pretix, path string) error {
	_, err := boxoffice.Do[json.RawMessage](ctx, px.Client(), boxoffice.Request{Method: "GET", Path: path})
	return err
}

// checkPath refuses a path that could not be sent. An ended ctx lets package boxoffice
// judge it and sends nothing.
func checkPath(px *boxoffice.Pretix, path string) error {
	if strings.ContainsAny(path, "{}") {
		return &boxoffice.ArgumentError{Argument: "path", Reason: "give the path itself, without placeholders"}
	}
	ended, end := context.WithCancel(context.Background())
	end()
	var argument *boxoffice.ArgumentError
	if err := readPath(ended, px, path); errors.As(err, &argument) {
		return argument
	}
	return nil
}
