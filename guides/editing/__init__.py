"""What editors do beyond filling in forms; the pages of the admin that are our own.

They look at a page while it is written, review what is due, and ask a clinician. What is saved, and
by whom, is for guides/admin.
"""
