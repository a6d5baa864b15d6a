package boxoffice

import (
	"context"
	"net/url"
)

// The closed endpoints about a user's contacts, which came to organizations only in
// part: a contact list, and a contact, can't be deleted there as far as is known.

const (
	legacyContactLists = "/users/{user_id}/contact_lists/"
	legacyContactList  = "/users/{user_id}/contact_lists/{contact_list_id}/"
	legacyContacts     = "/users/{user_id}/contact_lists/{contact_list_id}/contacts/"
)

// ContactLists lists a user's contact lists. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [ContactListsService.List].
//
// GET /v3/users/{user_id}/contact_lists/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) ContactLists(ctx context.Context, userID UserID) (*Page[ContactList], error) {
	return legacyList[ContactList](ctx, s, "contact_lists", s.legacy("ContactLists", "GET", legacyContactLists, userID))
}

// CreateContactList makes a contact list. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [ContactListsService.Create].
//
// POST /v3/users/{user_id}/contact_lists/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) CreateContactList(ctx context.Context, userID UserID, name string) (*ContactList, error) {
	return fetch(ctx, s.client, s.legacy("CreateContactList", "POST", legacyContactLists, userID).sending(contactListBody(name)), isContactList)
}

// ContactList reads a contact list. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [ContactListsService.Get].
//
// GET /v3/users/{user_id}/contact_lists/{contact_list_id}/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) ContactList(ctx context.Context, userID UserID, listID ContactListID) (*ContactList, error) {
	return fetch(ctx, s.client, s.legacy("ContactList", "GET", legacyContactList, userID, listID), isContactList)
}

// UpdateContactList renames a contact list. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [ContactListsService.Update].
//
// POST /v3/users/{user_id}/contact_lists/{contact_list_id}/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) UpdateContactList(ctx context.Context, userID UserID, listID ContactListID, name string) (*ContactList, error) {
	return fetch(ctx, s.client, s.legacy("UpdateContactList", "POST", legacyContactList, userID, listID).sending(contactListBody(name)), isContactList)
}

// DeleteContactList deletes a contact list. Certainty: B.
//
// Deprecated: Eventbrite has closed it, and names no successor.
//
// DELETE /v3/users/{user_id}/contact_lists/{contact_list_id}/, see https://www.eventbrite.com/developer/v3/endpoints/users/.
// [ErrLegacyEndpoint].
func (s *LegacyService) DeleteContactList(ctx context.Context, userID UserID, listID ContactListID) error {
	return confirm(ctx, s.client, "deleted", s.legacy("DeleteContactList", "DELETE", legacyContactList, userID, listID))
}

// Contacts lists the contacts of a list. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [ContactListsService.ListContacts].
//
// GET /v3/users/{user_id}/contact_lists/{contact_list_id}/contacts/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) Contacts(ctx context.Context, userID UserID, listID ContactListID) (*Page[Contact], error) {
	return legacyList[Contact](ctx, s, "contacts", s.legacy("Contacts", "GET", legacyContacts, userID, listID))
}

// AddContact adds a contact to a list. Certainty: B.
//
// Deprecated: Eventbrite has closed it; use [ContactListsService.AddContact].
//
// POST /v3/users/{user_id}/contact_lists/{contact_list_id}/contacts/, see https://www.eventbrite.com/platform/docs/organizations.
// [ErrLegacyEndpoint].
func (s *LegacyService) AddContact(ctx context.Context, userID UserID, listID ContactListID, contact ContactCreate) error {
	return confirm(ctx, s.client, "created", s.legacy("AddContact", "POST", legacyContacts, userID, listID).sending(map[string]any{"contact": contact}, contact.check()))
}

// DeleteContact takes a contact out of a list. Certainty: B.
//
// Deprecated: Eventbrite has closed it, and names no successor.
//
// DELETE /v3/users/{user_id}/contact_lists/{contact_list_id}/contacts/?email=…, see https://www.eventbrite.com/developer/v3/endpoints/users/.
// [ErrLegacyEndpoint].
func (s *LegacyService) DeleteContact(ctx context.Context, userID UserID, listID ContactListID, email string) error {
	address, err := checkEmail(email)
	r := s.legacy("DeleteContact", "DELETE", legacyContacts, userID, listID)
	return confirm(ctx, s.client, "deleted", r.with(url.Values{"email": {address}}, err))
}
