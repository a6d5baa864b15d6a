package boxoffice

import (
	"encoding/json"
	"fmt"
	"testing"
)

const ecBeacon = `{"id": "%d", "tracking_type": "Facebook Pixel", "event_id": "77", "user_id": null, "pixel_id": "px",
	"triggers": {"event_listing": "PageView"}, "resource_uri": "x"}`

func TestTrackingBeacons(t *testing.T) {
	t.Parallel()
	ecUnder(t, func(eb *Eventbrite) *TrackingBeaconsService { return eb.TrackingBeacons }, "5", func(c string) *TrackingBeaconListOptions {
		return &TrackingBeaconListOptions{ContinuationOptions{c}, "json"}
	}, (*TrackingBeaconsService).List, (*TrackingBeaconsService).Pages, (*TrackingBeaconsService).All, ebList[TrackingBeacon]{
		path: "/organizations/5/tracking_beacons/", query: "return_fmt=json", key: "unknown",
		item: func(i int) string { return fmt.Sprintf(ecBeacon, i) },
		want: func(i int) TrackingBeacon {
			return TrackingBeacon{
				ID: fmt.Sprint(i), TrackingType: "Facebook Pixel", EventID: "77", PixelID: "px",
				Triggers: Unverified(`{"event_listing": "PageView"}`), Extra: map[string]json.RawMessage{"resource_uri": json.RawMessage(`"x"`)},
			}
		},
	})
	ecKeeps[TrackingBeacon](t, fmt.Sprintf(ecBeacon, 1))
	ecKeeps[TrackingBeacon](t, `{"user_id": "8"}`)
	if err := json.Unmarshal([]byte(`[]`), new(TrackingBeacon)); err == nil {
		t.Error("a list is one object")
	}
	ebRefused(t, "organization_id", func(eb *Eventbrite) error {
		_, err := eb.TrackingBeacons.List(t.Context(), "", nil)
		return err
	})
}
