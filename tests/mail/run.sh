#!/usr/bin/env bash
# Mails by a real SMTP server, and what is in them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
PYTHONPATH=../shared exec ../../.tools/python/bin/python mail_test.py
