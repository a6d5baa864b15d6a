package boxoffice

import (
	"context"
	"maps"
	"net/http"
	"reflect"
)

// eventbriteSamples are values of the exported types that are Eventbrite's own; see
// samples.
func eventbriteSamples() map[string]any {
	credential := EventbriteToken(testToken)
	source := EventbriteCredentialSource(func(context.Context) (EventbriteCredential, error) { return credential, nil })
	eb, err := NewEventbrite(credential, WithBaseURL(ebBase), WithReadOnly())
	if err != nil {
		panic(err)
	}
	sourced, err := eb.WithCredential(source)
	if err != nil {
		panic(err)
	}
	out := map[string]any{
		"EventbriteCredential": []any{credential, source, EventbriteToken(testToken + "\n")},
		"Eventbrite":           []any{eb, sourced, *eb, eb.Client()},
		// The header of the rate limits holds the token, and so does the answer.
		"RateLimit": []any{parseRateLimits([]string{"token:" + testToken + " 2/2000 reset=30s, key:" + testToken + " 2/2000 reset=30s"}), ebEchoed(eb)},
		"SeriesID":  SeriesID("7"), "Unverified": Unverified(`{}`),
	}
	services := reflect.ValueOf(eb).Elem()
	for _, service := range services.Fields() {
		if service.Kind() == reflect.Pointer && service.Type().Elem().NumField() == 1 {
			out[service.Type().Elem().Name()] = []any{service.Interface(), service.Elem().Interface()}
		}
	}
	// What follows has no place for a secret.
	for _, v := range []any{
		Address{}, AddressInput{}, Attendee{}, AttendeeAddresses{}, AttendeeBarcode{}, AttendeeGetOptions{}, AttendeeListByEventOptions{},
		AttendeeListByOrderOptions{}, AttendeeListOptions{}, AttendeeProfile{}, AttendeeTeam{}, BookmarkChange{}, BookmarkListOptions{},
		CatalogListOptions{}, Category{}, CheckoutSettings{}, CheckoutSettingsCreate{}, CheckoutSettingsListOptions{}, ContactCreate{},
		ContactDeliverability{}, ContactList{}, ContactListListOptions{}, ContactListOptions{}, ContinuationOptions{}, Costs{}, CropMask{}, DateTimeTZ{},
		Discount{}, DiscountCreate{}, DiscountGetOptions{}, DiscountListOptions{}, DiscountUpdate{}, Event{}, EventCopy{}, EventCreate{}, EventGetOptions{},
		EventGroupListOptions{}, EventListByOrganizerOptions{}, EventListBySeriesOptions{}, EventListByVenueOptions{}, EventListOptions{},
		EventTicketClassListOptions{}, EventTime{}, EventUpdate{}, EventbriteMigration{}, Format{}, Image{}, ImagePoint{}, ImageSize{},
		LegacyAttendeeListOptions{}, LegacyEventListOptions{}, LegacyOrderListOptions{}, LegacyOrganizerListOptions{}, LegacyOwnedEventListOptions{},
		MigratedCall{}, Money{}, MultipartText{}, Notification{}, NotificationListOptions{}, OfflineSetting{}, Order{}, OrderAnswer{}, OrderGetOptions{},
		OrderListByEventOptions{}, OrderListByUserOptions{}, OrderListOptions{}, OrderQuestion{}, OrderSearchOptions{}, Organization{},
		OrganizationListOptions{}, OrganizationMember{}, OrganizationMemberListOptions{}, OrganizerProfile{}, OrganizerProfileCreate{},
		OrganizerProfileListOptions{}, Price{}, Role{}, RoleListOptions{}, SalesEndRelative{}, Subcategory{}, SystemListOptions{}, TicketClass{},
		TicketClassCreate{}, TicketClassForSaleOptions{}, TicketClassGetOptions{}, TicketClassListOptions{}, TicketClassUpdate{}, TicketGroup{},
		TicketGroupCreate{}, TicketGroupGetOptions{}, TicketGroupListOptions{}, TicketGroupTicket{}, TicketGroupUpdate{}, TrackingBeacon{},
		TrackingBeaconListOptions{}, UTC{}, User{}, UserEmail{}, UserGetOptions{}, Venue{}, VenueCreate{}, VenueListOptions{}, VenueUpdate{}, Webhook{},
		WebhookCreate{}, WebhookDelivery{}, WebhookListOptions{},
		AgeRestriction(""), AssortmentPlan(""), AttendeeExpansion(""), AttendeeFilter(""), AttendeeID(""), AttendeeStatus(""), BarcodeStatus(""),
		CategoryID(""), Certainty(""), CheckoutMethod(""), Contact{}, ContactListID(""), Country{}, DeliveryMethod(""), DiscountExpansion(""),
		DiscountID(""), DiscountOrder(""), DiscountScope(""), DiscountType(""), EventExpansion(""), EventID(""), EventOrder(""), EventStatus(""),
		FormatID(""), HTMLText(""), ImageRef(""), InventoryType(""), LocalDateTime(""), OfflinePaymentMethod(""), OnSaleStatus(""), OrderExpansion(""),
		OrderFilter(""), OrderID(""), OrderStatus(""), OrganizationID(""), OrganizerID(""), PointOfSale(""), RefundRequestStatus(""), Region{}, RoleID(""),
		RolePermissionType(""), SaleAnchor(""), SalesChannel(""), SeriesFilter(""), SubcategoryID(""), TicketClassCategory(""), TicketClassExpansion(""),
		TicketClassID(""), TicketGroupExpansion(""), TicketGroupID(""), TicketGroupStatus(""), TimeFilter(""), Timezone{}, UserExpansion(""), UserID(""),
		VenueID(""), WebhookAction(""), WebhookID(""),
	} {
		out[reflect.TypeOf(v).Name()] = v
	}
	return out
}

// ebEchoed is the error of a server that repeats the token wherever it can.
func ebEchoed(eb *Eventbrite) error {
	eb, err := eb.With(once(), WithHTTPClient(&http.Client{Transport: roundTrip(reply(429,
		`{"error": "HIT_RATE_LIMIT", "error_description": "`+testToken+`", "error_detail": {"`+testToken+`": ["`+testToken+`"]}}`,
		"X-Rate-Limit", "token:"+testToken+" 2000/2000 reset=30s"))}))
	if err != nil {
		panic(err)
	}
	_, err = eb.Users.Me(context.Background(), nil)
	return err
}

func withEventbrite(pretix map[string]any) map[string]any {
	maps.Copy(pretix, eventbriteSamples())
	return pretix
}
