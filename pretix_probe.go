package boxoffice

import (
	"context"
	"errors"
)

// PermissionModel is the vocabulary that a server's teams speak.
type PermissionModel string

const (
	// PermissionModelFlags: thirteen booleans, pretix before 2026.3.
	PermissionModelFlags PermissionModel = "flags"
	// PermissionModelNamed: permissions by name, pretix 2026.3 and newer.
	PermissionModelNamed PermissionModel = "named"
)

// Probed is what [Pretix.Probe] found out.
type Probed struct {
	// Reachable is whether a pretix answers at the base URL.
	Reachable bool
	// CredentialValid is whether it takes the credential.
	CredentialValid bool
	// Version is the server's version, "" when the credential is not good.
	Version string
	// PermissionModel is how its teams speak of permissions, "" when the version
	// is not known.
	PermissionModel PermissionModel
	// Organizer is the organizer that was asked about.
	Organizer string
	// CanManageTeams is whether the credential may read that organizer's teams,
	// which on pretix is the permission to change them too. An OAuth token without
	// the scope "write" may read them all the same.
	CanManageTeams bool
}

// Probe finds out whether the server is there, which version it is, whether the
// credential is good, and whether it may manage teams of an organizer; "" is the
// organizer that the credential belongs to. What it found is always returned,
// with the error that kept it from finding out more: a credential that is not
// good, or may not manage teams, is a finding and no error.
//
// GET /api/v1/version, GET /api/v1/organizers/ and
// GET /api/v1/organizers/{organizer}/teams/; see https://docs.pretix.eu/dev/api/index.html.
func (px *Pretix) Probe(ctx context.Context, organizer string) (*Probed, error) {
	found := &Probed{Organizer: organizer}
	if organizer != "" {
		if _, err := pathSegment("organizer", organizer); err != nil {
			return found, err
		}
	}
	version, err := px.Version(ctx)
	if errors.Is(err, ErrUnauthorized) {
		found.Reachable = true
		return found, nil
	}
	if err != nil {
		return found, err
	}
	found.Reachable, found.CredentialValid, found.Version = true, true, version.Version
	if r, err := parseRelease(version.Version); err == nil {
		found.PermissionModel = PermissionModelFlags
		if r.named() {
			found.PermissionModel = PermissionModelNamed
		}
	}
	if organizer == "" {
		own, err := px.Organizers.Own(ctx)
		if err != nil {
			return found, err
		}
		found.Organizer = own.Slug
	}
	_, err = px.Teams.List(ctx, found.Organizer, &TeamListOptions{ListOptions{PageSize: 1}})
	switch {
	case err == nil:
		found.CanManageTeams = true
	case errors.Is(err, ErrForbidden):
		err = nil
	}
	return found, err
}
