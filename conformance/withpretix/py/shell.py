"""Runs the Python code on standard input in pretix's Django context."""

import sys

import django
from django_scopes import scopes_disabled

django.setup()
with scopes_disabled():
    exec(compile(sys.stdin.read(), "<stdin>", "exec"), {"__name__": "__main__"})
