"""Backups: one file that holds the database as it was at one moment, but for sessions.

`archive` is the file, `sqlite` and `postgresql` are how either database gets into it and out again,
`making` and `restoring` are the two ways; the commands `backup` and `restore` call them.
"""
