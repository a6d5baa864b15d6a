package boxoffice

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"testing"
)

const (
	ecContactList = `{"id": "%d", "name": "Friends", "medium": "email", "organization_id": "5", "creator_id": "8", "subscriber_count": 1000,
		"contact_list_type": null, "resource_uri": "x"}`
	ecContact = `{"id": "%d", "contact": "ada@example.org", "contact_list_id": "3", "contact_list_name": "Friends", "first_name": "Ada",
		"last_name": "Lovelace", "medium": "email", "when_opted_out": "2019-01-02T03:04:05Z", "deliverability": {"status": "inactive", "reason": "when_opted_out"},
		"odd": [1]}`
)

func ecWantContactList(i int) ContactList {
	return ContactList{
		ID: ContactListID(fmt.Sprint(i)), Name: "Friends", Medium: "email", OrganizationID: "5", CreatorID: "8", SubscriberCount: new(int64(1000)),
		Extra: map[string]json.RawMessage{"resource_uri": json.RawMessage(`"x"`)},
	}
}

func ecWantContact(t testing.TB, i int) Contact {
	return Contact{
		ID: fmt.Sprint(i), Contact: "ada@example.org", FirstName: "Ada", LastName: "Lovelace", ContactListID: "3", ContactListName: "Friends",
		Medium: "email", WhenOptedOut: ecTime(t, "2019-01-02T03:04:05Z"), Deliverability: &ContactDeliverability{"inactive", "when_opted_out"},
		Extra: map[string]json.RawMessage{"odd": json.RawMessage("[1]")},
	}
}

func TestContactListsLists(t *testing.T) {
	t.Parallel()
	service := func(eb *Eventbrite) *ContactListsService { return eb.ContactLists }
	ecUnder(t, service, "5", func(c string) *ContactListListOptions {
		return &ContactListListOptions{ContinuationOptions{c}}
	}, (*ContactListsService).List, (*ContactListsService).Pages, (*ContactListsService).All, ebList[ContactList]{
		path: "/organizations/5/contact_lists/", key: "contact_lists",
		item: func(i int) string { return fmt.Sprintf(ecContactList, i) }, want: ecWantContactList,
	})
	ecTop(t, service, func(c string) *ContactListOptions { return &ContactListOptions{ContinuationOptions{c}} },
		func(s *ContactListsService, ctx context.Context, o *ContactListOptions) (*Page[Contact], error) {
			return s.ListContacts(ctx, "5", "3", o)
		},
		func(s *ContactListsService, ctx context.Context, o *ContactListOptions) iter.Seq2[*Page[Contact], error] {
			return s.PagesContacts(ctx, "5", "3", o)
		},
		func(s *ContactListsService, ctx context.Context, o *ContactListOptions) iter.Seq2[Contact, error] {
			return s.AllContacts(ctx, "5", "3", o)
		},
		ebList[Contact]{
			path: "/organizations/5/contact_lists/3/contacts/", key: "contacts",
			item: func(i int) string { return fmt.Sprintf(ecContact, i) }, want: func(i int) Contact { return ecWantContact(t, i) },
		})

	// As the closed endpoint answered, without pagination.
	eb, server := ebMock(t)
	server.on("GET", "/organizations/5/contact_lists/", 200, `{"contact_lists": [{"id": "1", "name": "Old", "user_id": "8"}]}`)
	all, err := Collect(eb.ContactLists.All(t.Context(), "5", nil))
	resEqual(t, "the closed form", []any{all, err}, []any{[]ContactList{{ID: "1", Name: "Old", UserID: "8"}}, error(nil)})

	ecKeeps[ContactList](t, fmt.Sprintf(ecContactList, 1))
	ecKeeps[ContactList](t, `{"id": "1", "user_id": "8", "contact_list_type": "Purchasers"}`)
	ecKeeps[Contact](t, fmt.Sprintf(ecContact, 1))
	ecKeeps[Contact](t, `{"name": "Ada", "email": "ada@example.org", "created": "2019-01-02T03:04:05Z"}`)
	for _, object := range []any{new(ContactList), new(Contact)} {
		if err := json.Unmarshal([]byte(`[]`), object); err == nil {
			t.Errorf("a list is a %T", object)
		}
	}
}

func TestContactListsCalls(t *testing.T) {
	t.Parallel()
	answer, want := fmt.Sprintf(ecContactList, 3), new(ecWantContactList(3))
	body, wrong := `{"contact_list":{"name":"Friends"}}`, []string{`{}`, `{"contact_list": {"id": "3"}}`}
	ecProve(t, map[string]ecCall{
		"Get": {
			method: "GET", path: "/organizations/5/contact_lists/3/", answer: answer, want: want, wrong: wrong,
			call: func(eb *Eventbrite) (any, error) { return eb.ContactLists.Get(t.Context(), "5", "3") },
		},
		"Create": {
			method: "POST", path: "/organizations/5/contact_lists/", body: body, answer: answer, want: want, wrong: wrong,
			call: func(eb *Eventbrite) (any, error) { return eb.ContactLists.Create(t.Context(), "5", "Friends") },
		},
		"Update": {
			method: "POST", path: "/organizations/5/contact_lists/3/", body: body, answer: answer, want: want, wrong: wrong,
			call: func(eb *Eventbrite) (any, error) { return eb.ContactLists.Update(t.Context(), "5", "3", "Friends") },
		},
		"AddContact": {
			method: "POST", path: "/organizations/5/contact_lists/3/contacts/", answer: `{"created": true}`, wrong: []string{`{}`, `{"created": false}`},
			body: `{"contact":{"email":"ada@example.org","first_name":"Ada","last_name":"Lovelace"}}`,
			call: func(eb *Eventbrite) (any, error) {
				return nil, eb.ContactLists.AddContact(t.Context(), "5", "3", ContactCreate{"ada@example.org", "Ada", "Lovelace"})
			},
		},
		"AddContact without a name": {
			method: "POST", path: "/organizations/5/contact_lists/3/contacts/", answer: `{"created": true}`, body: `{"contact":{"email":"ada@example.org"}}`,
			call: func(eb *Eventbrite) (any, error) {
				return nil, eb.ContactLists.AddContact(t.Context(), "5", "3", ContactCreate{Email: "ada@example.org"})
			},
		},
	})
	add := func(list ContactListID, email string) func(eb *Eventbrite) error {
		return func(eb *Eventbrite) error {
			return eb.ContactLists.AddContact(t.Context(), "5", list, ContactCreate{Email: email})
		}
	}
	ecRefused(t, map[[2]string]func(*Eventbrite) error{
		{"organization_id", "List"}: func(eb *Eventbrite) error { _, err := eb.ContactLists.List(t.Context(), "", nil); return err },
		{"contact_list_id", "ListContacts"}: func(eb *Eventbrite) error {
			_, err := eb.ContactLists.ListContacts(t.Context(), "5", "", nil)
			return err
		},
		{"contact_list_id", "Get"}: func(eb *Eventbrite) error { _, err := eb.ContactLists.Get(t.Context(), "5", ""); return err },
		{"name", "Create"}:         func(eb *Eventbrite) error { _, err := eb.ContactLists.Create(t.Context(), "5", " "); return err },
		{"organization_id", "Create"}: func(eb *Eventbrite) error {
			_, err := eb.ContactLists.Create(t.Context(), "", "Friends")
			return err
		},
		{"name", "Update"}: func(eb *Eventbrite) error { _, err := eb.ContactLists.Update(t.Context(), "5", "3", ""); return err },
		// Without an id it would make another list.
		{"contact_list_id", "Update"}: func(eb *Eventbrite) error {
			_, err := eb.ContactLists.Update(t.Context(), "5", "", "Friends")
			return err
		},
		{"contact_list_id", "AddContact"}: add("", "ada@example.org"),
		{"contact.Email", "missing"}:      add("3", ""),
		{"contact.Email", "no address"}:   add("3", "ada"),
		{"contact.Email", "blanks"}:       add("3", " ada@example.org"),
		{"contact.Email", "long"}:         add("3", strings.Repeat("a", 300)+"@example.org"),
	})
}
