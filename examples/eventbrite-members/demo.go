package main

import "github.com/boxoffice-go/boxoffice/boxofficetest"

// inMemory starts an Eventbrite in memory with two organizations on it.
func inMemory() *boxofficetest.Eventbrite {
	eb, err := boxofficetest.StartEventbrite()
	if err != nil {
		panic(err)
	}
	bob := eb.AddUser(boxofficetest.EventbriteUser{FirstName: "Bob", LastName: "Box"})
	eb.AddMember("", boxofficetest.EventbriteMember{UserID: bob, RoleSummary: "Box office"})
	eb.AddRole("", boxofficetest.EventbriteRole{
		Name: "Box office", Permissions: []string{"event.orders:read", "event.details:read"}, Grantable: true, PermissionType: "event",
	})
	tour := eb.AddOrganization(boxofficetest.EventbriteOrganization{Name: "Tour Ltd"})
	eb.AddMember(tour, boxofficetest.EventbriteMember{UserID: eb.User, RoleSummary: "Owner", Immutable: true})
	return eb
}
