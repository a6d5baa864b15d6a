"""Tells version and path of an interpreter, if it can make virtual environments."""

import sys

try:
    import ensurepip  # noqa: F401
    import venv  # noqa: F401
except ImportError as error:
    sys.exit("%s; it may be in a package of its own, as Debian's python3-venv" % error)

print("%d.%d.%d" % sys.version_info[:3])
print(sys.executable)
