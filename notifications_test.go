package boxoffice

import (
	"encoding/json"
	"fmt"
	"testing"
)

const ecNotification = `{"notification_id": "%d", "title": "Tonight", "body": "Doors at 7", "cta": "See ticket", "url": "eventbrite://x",
	"created": "2018-05-11T19:00:00Z", "channel_id": "ticket_reminders", "image_id": null, "read": false}`

func ecWantNotification(t testing.TB, i int) Notification {
	return Notification{
		ID: fmt.Sprint(i), Title: "Tonight", Body: "Doors at 7", CTA: "See ticket", URL: "eventbrite://x", ImageID: Unverified("null"),
		Created: ecTime(t, "2018-05-11T19:00:00Z"), ChannelID: "ticket_reminders", Extra: map[string]json.RawMessage{"read": json.RawMessage("false")},
	}
}

func TestNotificationsList(t *testing.T) {
	t.Parallel()
	ecTop(t, func(eb *Eventbrite) *NotificationsService { return eb.Notifications }, func(c string) *NotificationListOptions {
		return &NotificationListOptions{ContinuationOptions{c}}
	}, (*NotificationsService).List, (*NotificationsService).Pages, (*NotificationsService).All, ebList[Notification]{
		path: "/users/me/notifications/", key: "unknown",
		item: func(i int) string { return fmt.Sprintf(ecNotification, i) },
		want: func(i int) Notification { return ecWantNotification(t, i) },
	})
	ecKeeps[Notification](t, `{"notification_id": "1", "image_id": {"id": "3"}, "a": [1], "created": "2018-05-11T19:00:00Z"}`)
	ecKeeps[Notification](t, `{}`)

	// Nothing of the object is sure: what is odd costs nothing beside it.
	var odd Notification
	err := json.Unmarshal([]byte(`{"notification_id": 7, "title": ["x"], "created": "2018-05-11"}`), &odd)
	resEqual(t, "an odd one", []any{odd, err}, []any{Notification{
		ID: "7", Created: ecTime(t, "2018-05-11T00:00:00Z"), Extra: map[string]json.RawMessage{"title": json.RawMessage(`["x"]`)},
	}, error(nil)})
	if err := json.Unmarshal([]byte(`[]`), &odd); err == nil {
		t.Error("a list is a notification")
	}
}
