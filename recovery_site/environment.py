"""What the machine says: its environment, filled up from a file."""

import os
import sys
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

# The environment wins over the file. An empty ENV_FILE means: read none (make serve, the tests).
if env_file := os.environ.get("ENV_FILE", str(BASE_DIR / ".env")):
    if "ENV_FILE" in os.environ and not Path(env_file).is_file():
        # Else the first setting that it was to hold would be told to be missing.
        sys.exit(f"ENV_FILE names {env_file}, and there is no such file.")
    env.read_env(env_file)

# Pages with tracebacks and the like, for whoever works on the site.
DEBUG = env.bool("DEBUG", default=False)

# How the log is written: json, a line that machines read; or plain.
LOG_FORMAT = env.str("LOG_FORMAT", default="plain" if DEBUG else "json")

# Where gunicorn listens, on this machine.
PORT = env.int("PORT", default=8000)
