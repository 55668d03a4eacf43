"""The site with ten thousand guides: made content, and what each page costs with it.

The content is for trials alone and is never shipped. `make many` prints the table of
docs/performance.md.
"""
