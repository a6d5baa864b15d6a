package boxoffice

import (
	"encoding/json"
	"strings"
	"time"
)

// ContactListID is the id of a contact list.
type ContactListID string

// ContactList is a list of addresses for invitations. Certainty: B, for objects that no
// documented endpoint sends.
//
// See https://www.eventbrite.com/platform/docs/organizations
type ContactList struct {
	// ID is what other methods call contactListID.
	ID ContactListID `json:"id"`
	// Name may hold anything.
	Name string `json:"name,omitzero"`
	// Medium is "email", "push_notification" or "sms".
	Medium string `json:"medium,omitzero"`
	// OrganizationID is whose list it is, and CreatorID who made it.
	OrganizationID OrganizationID `json:"organization_id,omitzero"`
	CreatorID      UserID         `json:"creator_id,omitzero"`
	// UserID is whose list it was, on the closed endpoints (certainty C).
	UserID UserID `json:"user_id,omitzero"`
	// SubscriberCount is how many contacts want to be written to.
	SubscriberCount *int64 `json:"subscriber_count,omitzero"`
	// ContactListType is "Purchasers", or "".
	ContactListType string `json:"contact_list_type,omitzero"`
	// Extra are the members of the JSON that this type does not know, as they came;
	// nil when there were none.
	Extra map[string]json.RawMessage `json:"-"`
}

type plainContactList ContactList

// UnmarshalJSON keeps what it does not know in Extra.
func (l *ContactList) UnmarshalJSON(data []byte) error {
	var known plainContactList
	extra, err := unmarshalOpen(data, &known)
	if err != nil {
		return err
	}
	*l = ContactList(known)
	l.Extra = extra
	return nil
}

// MarshalJSON writes Extra beside what it knows.
func (l ContactList) MarshalJSON() ([]byte, error) {
	return marshalOpen(plainContactList(l), l.Extra)
}

func isContactList(l *ContactList) bool { return l.ID != "" }

// contactListBody is what makes and what renames a contact list.
func contactListBody(name string) (body any, refused error) {
	if strings.TrimSpace(name) == "" {
		refused = argumentError("name", "is blank")
	}
	return map[string]any{"contact_list": map[string]any{"name": name}}, refused
}

// Contact is a person on a contact list. Certainty: B, for objects that no documented
// endpoint sends.
//
// See https://www.eventbrite.com/platform/docs/organizations
type Contact struct {
	// ID is the contact's id.
	ID string `json:"id,omitzero"`
	// Contact is the address to write to, an e-mail address. Email and Name are the
	// address and the name on the closed endpoints (certainty C).
	Contact string `json:"contact,omitzero"`
	Email   string `json:"email,omitzero"`
	Name    string `json:"name,omitzero"`
	// FirstName and LastName may hold anything.
	FirstName string `json:"first_name,omitzero"`
	LastName  string `json:"last_name,omitzero"`
	// ContactListID and ContactListName are the list that holds it.
	ContactListID   ContactListID `json:"contact_list_id,omitzero"`
	ContactListName string        `json:"contact_list_name,omitzero"`
	// Medium is "email", "push_notification" or "sms".
	Medium string `json:"medium,omitzero"`
	// WhenOptedOut is when the person wanted no more; nil for those who have not.
	WhenOptedOut *time.Time `json:"when_opted_out,omitzero"`
	// Deliverability is whether mail arrives; nil when not told.
	Deliverability *ContactDeliverability `json:"deliverability,omitzero"`
	// Created is when it was added, on the closed endpoints (certainty C).
	Created *time.Time `json:"created,omitzero"`
	// Extra are the members of the JSON that this type does not know, as they came;
	// nil when there were none.
	Extra map[string]json.RawMessage `json:"-"`
}

// ContactDeliverability is whether mail to a contact arrives. Certainty: B.
type ContactDeliverability struct {
	// Status is "active" or "inactive".
	Status string `json:"status,omitzero"`
	// Reason is "hard_bounced", "soft_bounced", "when_opted_out" or "unknown".
	Reason string `json:"reason,omitzero"`
}

type plainContact Contact

// UnmarshalJSON keeps what it does not know in Extra.
func (c *Contact) UnmarshalJSON(data []byte) error {
	var known plainContact
	extra, err := unmarshalOpen(data, &known)
	if err != nil {
		return err
	}
	*c = Contact(known)
	c.Extra = extra
	return nil
}

// MarshalJSON writes Extra beside what it knows.
func (c Contact) MarshalJSON() ([]byte, error) {
	return marshalOpen(plainContact(c), c.Extra)
}

// ContactCreate is a new contact. Email is required. Certainty: B, of the closed
// endpoint.
type ContactCreate struct {
	// Email is the address.
	Email string `json:"email"`
	// FirstName and LastName may hold anything.
	FirstName string `json:"first_name,omitzero"`
	LastName  string `json:"last_name,omitzero"`
}

func (in ContactCreate) check() error {
	if in.Email == "" {
		return missing("contact.Email")
	}
	if email, err := checkEmail(in.Email); err != nil || email != in.Email {
		return argumentError("contact.Email", "is not an e-mail address")
	}
	return nil
}
