"""Makes one organizer for each slug, with the same content as seedFake in sides_world_test.go, in the same order.

The text before this one sets SEEDED, a JSON object. The last line of the output is a list with one object for each slug.
"""

import json
from datetime import datetime, timezone

from django.db import transaction
from django.utils.crypto import get_random_string
from pretix.api.models import OAuthAccessToken, OAuthApplication
from pretix.base.models import Device, Event, Organizer, Team, User

SLUGS = json.loads(SEEDED)  # noqa: F821
FIELDS = {field.name for field in Team._meta.get_fields()}
NAMED = "all_event_permissions" in FIELDS


def permissions(names, booleans):
    if NAMED:
        event = {name: True for name in names if name.startswith("event")}
        organizer = {name: True for name in names if name.startswith("organizer")}
        return {"limit_event_permissions": event, "limit_organizer_permissions": organizer}
    return {name: True for name in booleans if name in FIELDS}


def everything():
    if NAMED:
        return {"all_event_permissions": True, "all_organizer_permissions": True}
    return {name: True for name in FIELDS if name.startswith("can_")}


def account(email, fullname, **values):
    """Makes an account in bulk, since saving one by one changes its address."""
    user = User(email=email, fullname=fullname, password="!", **values)
    User.objects.bulk_create([user])
    return User.objects.filter(email=email).latest("pk")


def bearer(user, scope, organizer):
    token = OAuthAccessToken.objects.create(
        user=user, application=OAuthApplication.objects.first(), token=get_random_string(30),
        expires=datetime(2099, 1, 1, tzinfo=timezone.utc), scope=scope,
    )
    token.organizers.add(organizer)
    return token.token


def world(slug):
    at = "@%s.example.org" % slug
    organizer = Organizer.objects.create(slug=slug, name="Organizer " + slug)
    for number, name in enumerate(["Gala", "Open Air", "Workshop"]):
        Event.objects.create(
            organizer=organizer, slug=name.lower().replace(" ", ""), name=name, currency="EUR", plugins="",
            date_from=datetime(2027, 5 + number, 15, 18, tzinfo=timezone.utc),
        )
    people = [("ada", "Ada Admin"), ("bob", "Bob Box")]
    people += [("crew%d" % number, "Crew %d" % number) for number in range(1, 8)]
    people += [("free%d" % number, "Free %d" % number) for number in range(1, 5)]
    users = [account(name + at, fullname) for name, fullname in people]
    users.append(account("gone" + at, "Gone", is_active=False))
    users.append(account("twin" + at, ""))
    users.append(account("Twin" + at, ""))
    users.append(account("Mixed.Case" + at, "Mixed"))

    administrators = Team.objects.create(organizer=organizer, name="Administrators", all_events=True, **everything())
    administrators.members.add(users[0])
    box_office = Team.objects.create(organizer=organizer, name="Box office", **permissions(
        ["event.orders:read", "event.orders:write", "event:cancel"], ["can_view_orders", "can_change_orders"],
    ))
    box_office.limit_events.add(organizer.events.get(slug="gala"))
    box_office.members.add(users[1])
    managers = Team.objects.create(
        organizer=organizer, name="Managers", **permissions(["organizer.teams:write"], ["can_change_teams"]),
    )
    crew = Team.objects.create(organizer=organizer, name="Crew")
    crew.members.add(*users[2:9])
    invites = [box_office.invites.create(email="carol" + at)]
    tokens = [
        administrators.tokens.create(name="admin"),
        administrators.tokens.create(name="old laptop", active=False),
        box_office.tokens.create(name="till"),
        managers.tokens.create(name="manager"),
        administrators.tokens.create(name="spare"),
    ]
    device = Device.objects.create(
        organizer=organizer, name="Scanner", all_events=True, initialized=datetime.now(timezone.utc),
        api_token=get_random_string(64).lower(),
    )
    return {
        "Teams": [team.pk for team in (administrators, box_office, managers, crew)],
        "Users": [user.pk for user in users],
        "Invites": [invite.pk for invite in invites],
        "Tokens": [token.pk for token in tokens],
        "Secrets": [token.token for token in tokens],
        "Device": device.api_token,
        "OAuth": bearer(users[0], "read write", organizer),
        "OAuthRead": bearer(users[0], "read", organizer),
        "OAuthFree": bearer(users[9], "read write", organizer),
    }


with transaction.atomic():
    made = [world(slug) for slug in SLUGS]
print(json.dumps(made))
