"""Fills an empty pretix: seed.py MEMBERS OUTPUT

Writes what the tests have to know to OUTPUT, a JSON object of environment
variables. It copes with every generation of pretix by asking the models which
fields they have.
"""

import json
import sys
from datetime import datetime, timezone

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402
from pretix.api.models import OAuthAccessToken, OAuthApplication  # noqa: E402
from pretix.base.models import (  # noqa: E402
    Device, Event, Organizer, Team, User,
)

TEAM_FIELDS = {field.name for field in Team._meta.get_fields()}
LEGACY_PERMISSIONS = {name for name in TEAM_FIELDS if name.startswith("can_")}

# Older SQLites take 999 variables in one statement.
CHUNK = 500


def create_users(people):
    """Creates accounts nobody can log in to: hashing real passwords takes a minute."""
    User.objects.bulk_create([
        User(email=email, fullname=fullname, password=make_password(None))
        for email, fullname in people
    ])
    # Not every Django tells the keys of what bulk_create has made.
    keys = dict(User.objects.values_list("email", "pk"))
    return [keys[email] for email, _ in people]


def add_members(team, keys):
    for start in range(0, len(keys), CHUNK):
        team.members.add(*keys[start:start + CHUNK])


def all_permissions():
    if "all_event_permissions" in TEAM_FIELDS:
        return {"all_event_permissions": True, "all_organizer_permissions": True}
    return {name: True for name in LEGACY_PERMISSIONS}


def box_office_permissions():
    """What a team that sees, changes and checks in orders has.

    The newer form is what pretix's own migration makes of the older one.
    """
    if "limit_event_permissions" in TEAM_FIELDS:
        granted = ["event.orders:read", "event.orders:write", "event:cancel"]
        return {"limit_event_permissions": {name: True for name in granted}}
    wanted = {"can_view_orders", "can_change_orders", "can_checkin_orders"}
    return {name: True for name in wanted & LEGACY_PERMISSIONS}


def create_event(organizer, slug, name, month):
    return Event.objects.create(
        organizer=organizer,
        slug=slug,
        name=name,
        currency="EUR",
        date_from=datetime(2027, month, 15, 18, tzinfo=timezone.utc),
        plugins="",
    )


def create_oauth_token(application, user, organizer, scope):
    token = OAuthAccessToken.objects.create(
        user_id=user,
        application=application,
        token=get_random_string(30),
        expires=datetime(2099, 1, 1, tzinfo=timezone.utc),
        scope=scope,
    )
    token.organizers.add(organizer)
    return token.token


def seed_teams(demo, gala, ada, members):
    administrators = Team.objects.create(
        organizer=demo, name="Administrators", all_events=True, **all_permissions()
    )
    [grace] = create_users([("grace@example.org", "Grace Hopper")])
    add_members(administrators, [ada, grace])

    box_office = Team.objects.create(
        organizer=demo, name="Box office", **box_office_permissions()
    )
    box_office.limit_events.add(gala)
    add_members(box_office, create_users([("bob@example.org", "Bob Box")]))
    box_office.invites.create(email="carol@example.org")

    crew = Team.objects.create(organizer=demo, name="Crew")
    add_members(crew, create_users([
        ("crew%03d@example.org" % number, "Crew %03d" % number)
        for number in range(1, members + 1)
    ]))
    return {
        "PRETIX_DEMO_TEAM": administrators.pk,
        "PRETIX_LIMITED_TEAM": box_office.pk,
        "PRETIX_CREW_TEAM": crew.pk,
        "PRETIX_TOKEN": administrators.tokens.create(name="boxoffice").token,
        "PRETIX_INACTIVE_TOKEN": administrators.tokens.create(
            name="old laptop", active=False
        ).token,
        "PRETIX_LIMITED_TOKEN": box_office.tokens.create(name="till").token,
    }


def seed_credentials(demo, ada):
    device = Device.objects.create(
        organizer=demo,
        name="Scanner",
        all_events=True,
        initialized=datetime.now(timezone.utc),
        api_token=get_random_string(64).lower(),
    )
    application = OAuthApplication.objects.create(
        name="withpretix",
        redirect_uris="http://127.0.0.1/",
        client_type="confidential",
        authorization_grant_type="authorization-code",
    )
    return {
        "PRETIX_DEVICE_TOKEN": device.api_token,
        "PRETIX_OAUTH_TOKEN": create_oauth_token(application, ada, demo, "read write"),
        "PRETIX_OAUTH_READ_TOKEN": create_oauth_token(application, ada, demo, "read"),
    }


def seed_elsewhere():
    elsewhere = Organizer.objects.create(slug="elsewhere", name="Elsewhere Ltd")
    create_event(elsewhere, "away", "Away", 8)
    team = Team.objects.create(organizer=elsewhere, name="Other")
    return {
        "PRETIX_OTHER_ORGANIZER": elsewhere.slug,
        "PRETIX_OTHER_TEAM": team.pk,
    }


def seed(members):
    demo = Organizer.objects.create(slug="demo", name="Demo Festival")
    events = [
        create_event(demo, "gala", "Gala", 5),
        create_event(demo, "openair", "Open Air", 6),
        create_event(demo, "workshop", "Workshop", 7),
    ]
    accounts = [
        ("account%02d@example.org" % number, "Account %02d" % number)
        for number in range(1, 13)
    ]
    create_users(accounts)
    [ada] = create_users([("ada@example.org", "Ada Admin")])
    return {
        "PRETIX_ORGANIZER": demo.slug,
        "PRETIX_EVENTS": ",".join(event.slug for event in events),
        "PRETIX_ACCOUNTS": ",".join(email for email, _ in accounts),
        **seed_teams(demo, events[0], ada, members),
        **seed_credentials(demo, ada),
        **seed_elsewhere(),
    }


def main():
    members, output = int(sys.argv[1]), sys.argv[2]
    with scopes_disabled(), transaction.atomic():
        variables = seed(members)
    with open(output, "w") as file:
        json.dump({name: str(value) for name, value in variables.items()}, file)


main()
