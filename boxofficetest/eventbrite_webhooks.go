package boxofficetest

import (
	"net/url"
	"strings"
)

var webhookActions = strings.Fields(`attendee.checked_in attendee.checked_out attendee.updated barcode.checked_in
	event.created event.published event.updated event.unpublished order.placed order.refunded order.updated
	organizer.updated ticket_class.created ticket_class.deleted ticket_class.updated venue.updated`)

// defaultActions are those of a webhook that asks for none.
func defaultActions() []string {
	return []string{"order.placed", "event.published", "event.unpublished"}
}

var webhookBody = resourceBody[EventbriteWebhook]{
	inputs: []setter[EventbriteWebhook]{
		into("endpoint_url", urlKind, func(w *EventbriteWebhook) *string { return &w.EndpointURL }),
		into("actions", enumListKind(webhookActions...), func(w *EventbriteWebhook) *[]string { return &w.Actions }),
		into("event_id", idKind, func(w *EventbriteWebhook) *string { return &w.EventID }),
	},
	required: []string{"endpoint_url"},
}

func urlKind(raw any) (any, string) {
	s, _ := raw.(string)
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, reasonInvalid
	}
	return s, ""
}

func (c *visit) showWebhook(w EventbriteWebhook) object {
	return object{
		{"resource_uri", c.uri("webhooks/{}/", w.ID)},
		{"id", w.ID},
		{"endpoint_url", w.EndpointURL},
		{"actions", w.Actions},
		{"user_id", w.OrganizationID},
		{"event_id", orNull(w.EventID)},
		{"created", utc(w.Created)},
	}
}

func (c *visit) listWebhooks() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	webhooks := c.state.webhooks.where(func(w EventbriteWebhook) bool { return w.OrganizationID == organization })
	return list(c, "webhooks", webhooks, c.showWebhook)
}

func (c *visit) createWebhook() (response, error) {
	organization, err := c.organization()
	if err != nil {
		return response{}, err
	}
	w := EventbriteWebhook{OrganizationID: organization, Created: now()}
	if _, err := webhookBody.read(c, &w, true); err != nil {
		return response{}, err
	}
	if len(w.Actions) == 0 {
		w.Actions = defaultActions()
	}
	w.ID = c.e.nextID("webhook")
	c.state.webhooks.put(w.ID, w)
	return found(c.showWebhook(w))
}

func (c *visit) webhook() (EventbriteWebhook, error) {
	w, ok := c.state.webhooks.get(c.params["webhook"])
	if !ok || !c.state.isMember(w.OrganizationID, c.user()) {
		return w, noSuch("webhook")
	}
	return w, nil
}

func (c *visit) getWebhook() (response, error) {
	w, err := c.webhook()
	if err != nil {
		return response{}, err
	}
	return found(c.showWebhook(w))
}

func (c *visit) deleteWebhook() (response, error) {
	w, err := c.webhook()
	if err != nil {
		return response{}, err
	}
	c.state.webhooks.remove(w.ID)
	return found(object{{"id", w.ID}, {"success", true}})
}
