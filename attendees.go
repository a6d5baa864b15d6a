package boxoffice

import "time"

// AttendeeID is the id of an attendee. It need not be a number: "690507907-1".
type AttendeeID string

// Attendee is somebody for whom a ticket was bought: one for each ticket. Unless an
// event asks each of them, all attendees of an order have the buyer's data.
// Certainty: A, but for fields that say otherwise.
//
// See https://www.eventbrite.com/platform/api#/reference/attendee
type Attendee struct {
	// ID is what other methods call attendeeID.
	ID AttendeeID `json:"id"`
	// EventID, OrderID and TicketClassID are where the ticket belongs.
	EventID       EventID       `json:"event_id,omitzero"`
	OrderID       OrderID       `json:"order_id,omitzero"`
	TicketClassID TicketClassID `json:"ticket_class_id,omitzero"`
	// TicketClassName is what the ticket class was called at that time.
	TicketClassName string `json:"ticket_class_name,omitzero"`
	// VariantID is the ticket class with the discount, as "T12345-D12345".
	VariantID string `json:"variant_id,omitzero"`
	// Created and Changed are when that happened.
	Created *time.Time `json:"created,omitzero"`
	Changed *time.Time `json:"changed,omitzero"`
	// Quantity is 1.
	Quantity int64 `json:"quantity,omitzero"`
	// Status is what has become of the ticket.
	Status AttendeeStatus `json:"status,omitzero"`
	// CheckedIn, Cancelled and Refunded are what has become of it, too.
	CheckedIn bool `json:"checked_in"`
	Cancelled bool `json:"cancelled"`
	Refunded  bool `json:"refunded"`
	// Profile is who it is.
	Profile AttendeeProfile `json:"profile,omitzero"`
	// Barcodes are what is scanned at the door; nil in records of 2014.
	Barcodes []AttendeeBarcode `json:"barcodes,omitzero"`
	// Costs are what the ticket cost: the first five members.
	Costs Costs `json:"costs,omitzero"`
	// Team is the team that they joined; nil for most events.
	Team *AttendeeTeam `json:"team,omitzero"`
	// Affiliate is the code of who brought them.
	Affiliate string `json:"affiliate,omitzero"`
	// GuestlistID and InvitedBy are for guests.
	GuestlistID string `json:"guestlist_id,omitzero"`
	InvitedBy   string `json:"invited_by,omitzero"`
	// DeliveryMethod is how the ticket gets to them.
	DeliveryMethod DeliveryMethod `json:"delivery_method,omitzero"`
	// Questions are what they were asked (certainty B), and Answers what they said.
	Questions []OrderQuestion `json:"questions,omitzero"`
	Answers   []OrderAnswer   `json:"answers,omitzero"`
	// ResourceURI is the address of this object in the API. It differs between the
	// lists that one attendee can be in.
	ResourceURI string `json:"resource_uri,omitzero"`

	// Event and Order come with the [AttendeeExpansion] of their name.
	Event *Event `json:"event,omitzero"`
	Order *Order `json:"order,omitzero"`
	// The other expansions come as they are: certainty B.
	PromotionalCode        Unverified `json:"promotional_code,omitzero"`
	AssignedNumber         Unverified `json:"assigned_number,omitzero"`
	Survey                 Unverified `json:"survey,omitzero"`
	SurveyResponses        Unverified `json:"survey_responses,omitzero"`
	AssignedUnit           Unverified `json:"assigned_unit,omitzero"`
	ContactListPreferences Unverified `json:"contact_list_preferences,omitzero"`
}

// AttendeeStatus is what has become of an attendee's ticket.
type AttendeeStatus string

// The statuses of attendees: the first two were seen, the others are documented. Other
// values are kept.
const (
	AttendeeStatusAttending    AttendeeStatus = "Attending"
	AttendeeStatusCheckedIn    AttendeeStatus = "Checked In"
	AttendeeStatusNotAttending AttendeeStatus = "Not Attending"
	AttendeeStatusDeleted      AttendeeStatus = "Deleted"
)

// AttendeeProfile is who an attendee is. Beside the name, there is what the event asks
// for. All of it may hold anything.
type AttendeeProfile struct {
	// Name, FirstName and LastName: Name need not be made of the other two.
	Name      string `json:"name,omitzero"`
	FirstName string `json:"first_name,omitzero"`
	LastName  string `json:"last_name,omitzero"`
	// Prefix and Suffix go around the name: "Mr.", "Jr.".
	Prefix string `json:"prefix,omitzero"`
	Suffix string `json:"suffix,omitzero"`
	// Email is the address; it can be missing.
	Email string `json:"email,omitzero"`
	// CellPhone and WorkPhone are as they were typed.
	CellPhone string `json:"cell_phone,omitzero"`
	WorkPhone string `json:"work_phone,omitzero"`
	// Addresses are where they live and work; there may be none.
	Addresses AttendeeAddresses `json:"addresses,omitzero"`
	// Age is in years.
	Age *int64 `json:"age,omitzero"`
	// BirthDate is a date such as "1984-12-06".
	BirthDate string `json:"birth_date,omitzero"`
	// Gender is "male" or "female", or another word.
	Gender string `json:"gender,omitzero"`
	// JobTitle and Company are where they work.
	JobTitle string `json:"job_title,omitzero"`
	Company  string `json:"company,omitzero"`
	// Website and Blog are addresses of theirs.
	Website string `json:"website,omitzero"`
	Blog    string `json:"blog,omitzero"`
}

// AttendeeAddresses are the addresses of an attendee; nil where there is none.
type AttendeeAddresses struct {
	// Home, Work, Ship and Bill are where they live and work, and where things go to.
	Home *Address `json:"home,omitzero"`
	Work *Address `json:"work,omitzero"`
	Ship *Address `json:"ship,omitzero"`
	Bill *Address `json:"bill,omitzero"`
}

// AttendeeBarcode is what is scanned at the door. Whoever has its text can come in.
type AttendeeBarcode struct {
	// Barcode is its text; "" where the token may not see it.
	Barcode string `json:"barcode,omitzero"`
	// Status is whether it was used.
	Status BarcodeStatus `json:"status,omitzero"`
	// Created and Changed are when that happened.
	Created *time.Time `json:"created,omitzero"`
	Changed *time.Time `json:"changed,omitzero"`
	// CheckinType is 0 before it was used, 1 when it was scanned, 2 when the name was
	// looked up (meaning: certainty B).
	CheckinType *int64 `json:"checkin_type,omitzero"`
	// CheckinMethod is "scan" or "search"; "" when not told.
	CheckinMethod string `json:"checkin_method,omitzero"`
	// IsPrinted is whether the ticket was printed; nil when not told.
	IsPrinted *bool `json:"is_printed,omitzero"`
	// QRCodeURL is a picture of it; "" when not told.
	QRCodeURL string `json:"qr_code_url,omitzero"`
}

// BarcodeStatus is whether a barcode was used.
type BarcodeStatus string

// The statuses of barcodes. Other values are kept.
const (
	BarcodeStatusUnused   BarcodeStatus = "unused"
	BarcodeStatusUsed     BarcodeStatus = "used"
	BarcodeStatusRefunded BarcodeStatus = "refunded"
)

// AttendeeTeam is a team that an attendee joined.
type AttendeeTeam struct {
	// ID is the team's id.
	ID string `json:"id"`
	// Name may hold anything.
	Name string `json:"name,omitzero"`
	// DateJoined is when the attendee joined.
	DateJoined *time.Time `json:"date_joined,omitzero"`
	// EventID is where the team takes part.
	EventID EventID `json:"event_id,omitzero"`
}
