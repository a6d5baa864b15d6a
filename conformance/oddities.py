"""Makes what no API can, in the content that seed.py of withpretix has made.

The text before this one sets SEEDED, a JSON object of what is known of that
content. The last line of the output is a JSON object for the tests.
"""

import json
from datetime import datetime, timezone

from django.db import connection
from django.utils.crypto import get_random_string
from pretix.api.models import OAuthAccessToken, OAuthApplication
from pretix.base.models import Device, Organizer, Team, TeamInvite, User

HOSTILE = '=HYPERLINK("http://127.0.0.1")\x1b[31m\u202e<script>alert(1)</script>\nline two\t\u0085%s${x}'

seeded = json.loads(SEEDED)  # noqa: F821
demo = Organizer.objects.get(slug=seeded["Organizer"])
elsewhere = Organizer.objects.get(slug=seeded["OtherOrganizer"])
fields = {field.name for field in Team._meta.get_fields()}
named = "all_event_permissions" in fields
run = get_random_string(8).lower()
made = {"Database": connection.vendor}


def team(name, organizer=demo, **values):
    return Team.objects.create(organizer=organizer, name=name, **values)


def account(email, fullname="", **values):
    """Makes an account in bulk, since saving one by one changes its address."""
    user = User(email=email, fullname=fullname, **values)
    user.set_unusable_password()
    User.objects.bulk_create([user])
    return User.objects.filter(email=email).latest("pk")


def address(name):
    """Is unique, so that the suite can run twice on a server."""
    return "%s.%s@example.org" % (name, run)


def stuck_teams():
    both = team("Both events", all_events=True)
    both.limit_events.add(demo.events.get(slug=seeded["Events"].split(",")[0]))
    made["BothEvents"] = both.pk
    if not named:
        return
    made["BothEventPermissions"] = team(
        "Both event permissions", all_event_permissions=True, limit_event_permissions={"event.items:write": True},
    ).pk
    made["BothOrganizerPermissions"] = team(
        "Both organizer permissions",
        all_organizer_permissions=True, limit_organizer_permissions={"organizer.events:create": True},
    ).pk
    made["UnknownPermission"] = team(
        "Unknown permission", limit_event_permissions={"event.gone:write": True, "event.items:write": True},
    ).pk


def people():
    hostile = team(HOSTILE)
    hostile.members.add(account(address("mallory"), HOSTILE))
    made["HostileTeam"] = hostile.pk

    odd = team("Odd members")
    odd.members.add(account(None, "No Address"), account(address("two"), require_2fa=True))
    made["OddMembers"] = odd.pk

    late = team("Late")
    made["LateEmail"] = address("late")
    TeamInvite.objects.create(team=late, email=made["LateEmail"])
    account(made["LateEmail"], "Late")
    made["Late"] = late.pk

    made["Disabled"] = address("disabled")
    account(made["Disabled"], "Disabled", is_active=False)
    made["Twins"] = address("twin")
    account(made["Twins"])
    account(made["Twins"].title())


def bearer(user, scope, organizers, expires=datetime(2099, 1, 1, tzinfo=timezone.utc)):
    token = OAuthAccessToken.objects.create(
        user=user, application=OAuthApplication.objects.first(), token=get_random_string(30), expires=expires, scope=scope,
    )
    token.organizers.add(*organizers)
    return token.token


def credentials():
    everything = {"all_event_permissions": True, "all_organizer_permissions": True}
    if not named:
        everything = {name: True for name in fields if name.startswith("can_")}
    other = team("Elsewhere's administrators", elsewhere, all_events=True, **everything)
    made["OtherAdmin"] = other.tokens.create(name="other").token

    for name in "loner", "owner":
        email = made[name.title() + "Email"] = address(name)
        made[name.title() + "Token"] = bearer(account(email, name.title()), "read write", [demo])

    both = account(address("both"), "Both")
    for joined in other, team("Both's administrators", all_events=True, **everything):
        joined.members.add(both)
    made["BothOrganizers"] = bearer(both, "read write", [demo, elsewhere])
    made["NoOrganizer"] = bearer(both, "read write", [])
    made["Profile"] = bearer(both, "profile", [demo])
    made["Expired"] = bearer(both, "read write", [demo], datetime(2020, 1, 1, tzinfo=timezone.utc))


def device(name, **values):
    values.setdefault("initialized", datetime.now(timezone.utc))
    return Device.objects.create(
        organizer=demo, name=name, all_events=True, api_token=get_random_string(64).lower(), **values
    ).api_token


def devices():
    device_fields = {field.name for field in Device._meta.get_fields()}
    made["NewDevice"] = device("New", initialized=None)
    if "revoked" in device_fields:
        made["RevokedDevice"] = device("Revoked", revoked=True)
    if "security_profile" in device_fields:
        made["ScannerDevice"] = device("Scanner", security_profile="pretixscan")


stuck_teams()
people()
credentials()
devices()
print(json.dumps(made))
