"""What editors do beyond filling in forms: looking at a page while it is written, and reviewing.

What is saved, and by whom, is for guides/admin.
"""
