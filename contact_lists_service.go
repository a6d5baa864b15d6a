package boxoffice

import (
	"context"
	"iter"
)

// ContactListListOptions are the options of an organization's list of contact lists.
type ContactListListOptions struct{ ContinuationOptions }

// ContactListOptions are the options of the list of a contact list's contacts.
type ContactListOptions struct{ ContinuationOptions }

// ContactListsService reads and changes contact lists. No public page describes its
// endpoints, which take and answer what the closed ones of users did, as far as is
// known. Nothing deletes a contact list or a contact: [LegacyService] had that.
type ContactListsService struct{ client *Client }

const (
	contactListsPath = "/organizations/{organization_id}/contact_lists/"
	contactListPath  = "/organizations/{organization_id}/contact_lists/{contact_list_id}/"
	contactsPath     = "/organizations/{organization_id}/contact_lists/{contact_list_id}/contacts/"
)

func (s *ContactListsService) list(organizationID OrganizationID, opts *ContactListListOptions) *continuations[ContactList] {
	return &continuations[ContactList]{client: s.client, key: "contact_lists", req: request{
		op: "ContactLists.List", method: "GET", path: contactListsPath, args: []any{organizationID}, query: opts,
	}}
}

func (s *ContactListsService) contacts(organizationID OrganizationID, contactListID ContactListID, opts *ContactListOptions) *continuations[Contact] {
	return &continuations[Contact]{client: s.client, key: "contacts", req: request{
		op: "ContactLists.ListContacts", method: "GET", path: contactsPath, args: []any{organizationID, contactListID}, query: opts,
	}}
}

// List reads one page of an organization's contact lists. Certainty: D (fields B).
//
// GET /v3/organizations/{organization_id}/contact_lists/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for an
// organization that is not the token's, or when the endpoint is gone.
func (s *ContactListsService) List(ctx context.Context, organizationID OrganizationID, opts *ContactListListOptions) (*Page[ContactList], error) {
	return s.list(organizationID, opts).page(ctx)
}

// Pages walks the pages of an organization's contact lists, lazily. It ends at the
// first error. Route and errors as for List.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *ContactListsService) Pages(ctx context.Context, organizationID OrganizationID, opts *ContactListListOptions) iter.Seq2[*Page[ContactList], error] {
	return s.list(organizationID, opts).pages(ctx)
}

// All walks an organization's contact lists, as Pages does.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *ContactListsService) All(ctx context.Context, organizationID OrganizationID, opts *ContactListListOptions) iter.Seq2[ContactList, error] {
	return s.list(organizationID, opts).all(ctx)
}

// Get reads one contact list. Certainty: D (fields B).
//
// GET /v3/organizations/{organization_id}/contact_lists/{contact_list_id}/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for one that
// does not exist, or when the endpoint is gone.
func (s *ContactListsService) Get(ctx context.Context, organizationID OrganizationID, contactListID ContactListID) (*ContactList, error) {
	return fetch(ctx, s.client, request{
		op: "ContactLists.Get", method: "GET", path: contactListPath, args: []any{organizationID, contactListID},
	}, isContactList)
}

// Create makes a contact list. Certainty: D (the body B, of the closed endpoint).
//
// POST /v3/organizations/{organization_id}/contact_lists/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] when the
// endpoint is gone; [ErrOutcomeUnknown] as for every write, also for an answer of a
// shape of its own.
func (s *ContactListsService) Create(ctx context.Context, organizationID OrganizationID, name string) (*ContactList, error) {
	body, refused := contactListBody(name)
	return fetch(ctx, s.client, request{
		op: "ContactLists.Create", method: "POST", path: contactListsPath, args: []any{organizationID}, body: body, refused: refused,
	}, isContactList)
}

// Update renames a contact list. Certainty: D (the body B, of the closed endpoint).
//
// POST /v3/organizations/{organization_id}/contact_lists/{contact_list_id}/, see
// https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for one that
// does not exist, or when the endpoint is gone.
func (s *ContactListsService) Update(ctx context.Context, organizationID OrganizationID, contactListID ContactListID, name string) (*ContactList, error) {
	body, refused := contactListBody(name)
	return fetch(ctx, s.client, request{
		op: "ContactLists.Update", method: "POST", path: contactListPath, args: []any{organizationID, contactListID}, body: body, refused: refused,
	}, isContactList)
}

// ListContacts reads one page of a contact list's contacts. Certainty: D (fields B).
//
// GET /v3/organizations/{organization_id}/contact_lists/{contact_list_id}/contacts/,
// see https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for a list
// that does not exist, or when the endpoint is gone.
func (s *ContactListsService) ListContacts(ctx context.Context, organizationID OrganizationID, contactListID ContactListID, opts *ContactListOptions) (*Page[Contact], error) {
	return s.contacts(organizationID, contactListID, opts).page(ctx)
}

// PagesContacts walks the pages of a contact list's contacts, lazily. It ends at the
// first error. Route and errors as for ListContacts.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *ContactListsService) PagesContacts(ctx context.Context, organizationID OrganizationID, contactListID ContactListID, opts *ContactListOptions) iter.Seq2[*Page[Contact], error] {
	return s.contacts(organizationID, contactListID, opts).pages(ctx)
}

// AllContacts walks a contact list's contacts, as PagesContacts does. Route and errors
// as for ListContacts.
//
// See https://www.eventbrite.com/platform/docs/organizations
func (s *ContactListsService) AllContacts(ctx context.Context, organizationID OrganizationID, contactListID ContactListID, opts *ContactListOptions) iter.Seq2[Contact, error] {
	return s.contacts(organizationID, contactListID, opts).all(ctx)
}

// AddContact adds a contact to a list. Nothing changes one, as far as is known.
// Certainty: D (body and answer B, of the closed endpoint).
//
// POST /v3/organizations/{organization_id}/contact_lists/{contact_list_id}/contacts/,
// see https://www.eventbrite.com/platform/docs/organizations. [ErrNotFound] for a list
// that does not exist, or when the endpoint is gone; [ErrOutcomeUnknown] as for every
// write, also for an answer of a shape of its own.
func (s *ContactListsService) AddContact(ctx context.Context, organizationID OrganizationID, contactListID ContactListID, contact ContactCreate) error {
	return confirm(ctx, s.client, "created", request{
		op: "ContactLists.AddContact", method: "POST", path: contactsPath, args: []any{organizationID, contactListID},
		body: map[string]any{"contact": contact}, refused: contact.check(),
	})
}
